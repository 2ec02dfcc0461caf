package dev.tutti.app.admin;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.recovery.socket.OperatorClient;
import dev.tutti.tm.testing.ScriptedResource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A running node with two scripted sources. */
final class Node implements AutoCloseable {

  final ScriptedResource left;
  final ScriptedResource right;
  final TransactionSystem tutti;
  private final Path store;

  Node(Path dir) throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    store = dir.resolve("store");
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", store)
                .recoveryInterval(Duration.ofHours(1))
                .operatorSocket(true)
                .build(),
            left,
            right);
  }

  /** As another process sees it. */
  OperatorClient client() throws IOException {
    return OperatorClient.connect(store).orElseThrow();
  }

  void write(String key) {
    tutti.write(
        tx -> {
          tx.use(left).put(key, "l");
          tx.use(right).put(key, "r");
          return "";
        });
  }

  @Override
  public void close() {
    tutti.close();
  }
}

package dev.tutti.tm.transactional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.testing.ScriptedResource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A system with two scripted sources. */
final class TwoSources implements AutoCloseable {

  final ScriptedResource left;
  final ScriptedResource right;
  final TransactionSystem system;
  final List<TransactionEvent.Begun> begun = new CopyOnWriteArrayList<>();
  final List<TransactionEvent.Ending> endings = new CopyOnWriteArrayList<>();

  TwoSources(Path dir) throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    system =
        TransactionSystem.builder(
                TransactionSystemConfig.builder("test", dir.resolve("store"))
                    .recoveryInterval(Duration.ofHours(1))
                    .drain(Duration.ofMillis(200))
                    .build())
            .resources(List.of(left, right))
            .listener(this::heard)
            .start();
  }

  private void heard(TransactionEvent event) {
    if (event instanceof TransactionEvent.Begun one) {
      begun.add(one);
    } else if (event instanceof TransactionEvent.Completed one) {
      endings.add(one.ending());
    }
  }

  void put(String key) {
    system.current().orElseThrow().use(left).put(key, "l");
    system.current().orElseThrow().use(right).put(key, "r");
  }

  void assertWritten(String key, boolean written) {
    assertThat(left.server().committed().containsKey(key)).isEqualTo(written);
    assertThat(right.server().committed().containsKey(key)).isEqualTo(written);
    assertThat(left.server().prepared()).isEmpty();
    assertThat(right.server().prepared()).isEmpty();
  }

  @Override
  public void close() {
    system.close();
  }
}

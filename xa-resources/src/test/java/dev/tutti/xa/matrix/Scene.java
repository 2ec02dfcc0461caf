package dev.tutti.xa.matrix;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.testing.ScriptedResource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Real sources with a scripted one before, between and behind them, in one transaction system. */
final class Scene implements AutoCloseable {

  private final List<Side> sides;
  private final List<ScriptedResource> triggers = new ArrayList<>();
  private final TransactionSystem tutti;

  Scene(Path dir, List<Spec> specs) throws IOException {
    sides = specs.stream().map(spec -> spec.kind().side(spec)).toList();
    List<ResourceManager> managers = new ArrayList<>();
    for (int i = 0; i <= sides.size(); i++) {
      String name = "t" + i;
      triggers.add(new ScriptedResource(name, dir.resolve(name)));
      managers.add(triggers.get(i));
      if (i < sides.size()) {
        managers.add(sides.get(i).manager());
      }
    }
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("matrix", dir.resolve("store"))
            .timeout(Duration.ofSeconds(20))
            .drain(Duration.ofMillis(500))
            // The test asks for each pass.
            .recoveryInterval(Duration.ofHours(1))
            .build();
    tutti = TransactionSystem.builder(config).resources(managers).start();
  }

  TransactionSystem tutti() {
    return tutti;
  }

  List<Side> sides() {
    return sides;
  }

  /**
   * @param number of the scripted source; -1 is the last
   */
  ScriptedResource trigger(int number) {
    return triggers.get(number < 0 ? triggers.size() + number : number);
  }

  List<ScriptedResource> triggers() {
    return triggers;
  }

  /** Writes a value to every source; {@code thenDo} runs when all work is done. */
  <X extends Exception> Receipt<String> write(WriteOptions options, String value, Last<X> thenDo)
      throws Exception {
    return tutti.write(
        options,
        tx -> {
          for (int i = 0; i < triggers.size(); i++) {
            tx.use(triggers.get(i)).put(value, value);
            if (i < sides.size()) {
              sides.get(i).write(tx, value);
            }
          }
          thenDo.run();
          return value;
        });
  }

  /** The end of the work. */
  interface Last<X extends Exception> {
    void run() throws X;
  }

  @Override
  public void close() {
    tutti.close();
  }
}

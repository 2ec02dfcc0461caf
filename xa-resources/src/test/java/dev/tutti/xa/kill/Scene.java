package dev.tutti.xa.kill;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.TransactionEventListener;
import dev.tutti.tm.sync.WriteOptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A pair of sources between three scripted ones, and a transaction system over them. */
final class Scene implements AutoCloseable {

  private final Path dir;
  private final Side a;
  private final Side b;
  private final List<Side> sides;
  private TransactionSystem tutti;

  Scene(Path dir, Pair pair) throws Exception {
    this.dir = dir;
    this.b = side(pair.b(), "b", Optional.empty());
    this.a = side(pair.a(), "a", Optional.of(b));
    this.sides =
        pair.alone() ? List.of(a, b) : List.of(trigger("t0"), a, trigger("t1"), b, trigger("t2"));
  }

  private Side trigger(String name) {
    return ScriptedSide.of(name, dir);
  }

  private Side side(Kind kind, String name, Optional<Side> source) throws Exception {
    return switch (kind) {
      case H2 -> H2Side.of(name, dir);
      case ARTEMIS -> QueueSide.of(name, dir);
      case SCRIPTED -> ScriptedSide.of(name, dir);
      case CACHE -> CacheSide.of(name, source.flatMap(Side::refill));
      case LAST -> LastSide.of(name, dir);
    };
  }

  /** As they are asked. */
  List<Side> sides() {
    return sides;
  }

  Optional<LastSide> last() {
    return b instanceof LastSide last ? Optional.of(last) : Optional.empty();
  }

  /** Which of the two keeps the receipts of keyed writes. */
  private Optional<String> receipts() {
    if (b instanceof LastSide || (b instanceof H2Side && a instanceof CacheSide)) {
      return Optional.of("b");
    }
    return a instanceof H2Side ? Optional.of("a") : Optional.empty();
  }

  /** Whether the write can be a keyed one: its store is joined before all others. */
  boolean keyed(Point point) {
    return last().isPresent() || (receipts().isPresent() && !point.needsTheFirst());
  }

  /** The options of a write: a key where there is somewhere to keep it. */
  WriteOptions options(boolean keyed, String value) {
    return keyed ? WriteOptions.key(value) : WriteOptions.none();
  }

  boolean hasReceipts() {
    return receipts().isPresent();
  }

  TransactionSystem start(TransactionEventListener listener) throws Exception {
    TransactionSystemConfig.Builder config =
        TransactionSystemConfig.builder("kill", dir.resolve("store"));
    receipts().ifPresent(config::receipts);
    List<ResourceManager> managers = sides.stream().<ResourceManager>map(Side::manager).toList();
    for (Side side : sides) {
      side.prepare();
    }
    tutti =
        TransactionSystem.builder(config.build()).resources(managers).listener(listener).start();
    return tutti;
  }

  /** Writes the item to every source; {@code thenDo} runs when all work is done. */
  Receipt<String> write(WriteOptions options, String value, Runnable thenDo) throws Exception {
    return tutti.write(
        options,
        tx -> {
          for (Side side : sides) {
            side.write(tx, value);
          }
          thenDo.run();
          return value;
        });
  }

  /** Arranges for the next commit to fail at the point. */
  void arm(Point point) {
    point.arm(this);
    last().ifPresent(last -> last.commit().fail(point.fault));
  }

  @Override
  public void close() throws SQLException {
    if (tutti == null) {
      sides.forEach(s -> s.manager().close());
    } else {
      tutti.close();
    }
    for (Side side : sides) {
      side.close();
    }
  }
}

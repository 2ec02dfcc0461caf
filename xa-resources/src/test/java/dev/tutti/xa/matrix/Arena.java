package dev.tutti.xa.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionSystemException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.xa.testing.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A combination of sources, each behind a network of its own, and what must be true of it. */
final class Arena implements AutoCloseable {

  private static final AtomicInteger VALUES = new AtomicInteger();
  private static final int POOLED = 3;
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration RECOVERED = Duration.ofSeconds(60);

  /** One source of the combination, and what can be done to it. */
  record Victim(int number, Station station, String place, TcpProxy network) {}

  /** What the caller of a write is told. */
  enum Told {
    COMMITTED,
    PENDING,
    ROLLED_BACK,
    UNKNOWN
  }

  private final Path dir;
  private final Combination combination;
  private final List<Victim> victims = new ArrayList<>();
  private final List<Spec> behindNetworks = new ArrayList<>();
  private final List<Spec> direct = new ArrayList<>();
  private Scene scene;

  Arena(Path dir, Map<Kind, Station> stations, Combination combination) {
    this.dir = dir;
    this.combination = combination;
    for (Combination.Source source : combination.sources()) {
      Station station = stations.get(source.kind());
      int number = victims.size();
      TcpProxy network = TcpProxy.to(station.server().port());
      victims.add(new Victim(number, station, source.place(), network));
      String name = source.kind().name().toLowerCase(java.util.Locale.ROOT) + "-" + number;
      behindNetworks.add(station.spec(name, source.place(), network.port()));
      direct.add(station.spec(name, source.place(), station.server().port()));
    }
  }

  static String nextValue() {
    return "value " + VALUES.incrementAndGet();
  }

  Combination combination() {
    return combination;
  }

  List<Victim> victims() {
    return victims;
  }

  List<Spec> direct() {
    return direct;
  }

  Path dir() {
    return dir;
  }

  /** The running scene. */
  Scene scene() throws IOException {
    if (scene == null) {
      scene = new Scene(dir, behindNetworks);
    }
    return scene;
  }

  void stop() {
    if (scene != null) {
      scene.close();
      scene = null;
    }
  }

  /**
   * A write that leaves a live session of each source in its pool. A pool may find out that a
   * connection is dead by giving it to a write; but not twice. The pass that such a write brings
   * about is over then: what strikes a source next hits the write that follows.
   */
  void warm() throws IOException {
    List<Told> told = new ArrayList<>();
    do {
      told.add(write(nextValue(), () -> {}));
    } while (told.get(told.size() - 1) != Told.COMMITTED && told.size() <= POOLED);
    assertThat(told).as("writes to servers that answer").contains(Told.COMMITTED);
    if (told.size() > 1) {
      recover();
    }
  }

  Told write(String value, Scene.Last<Exception> last) throws IOException {
    return told(running -> running.write(WriteOptions.none(), value, last));
  }

  /** A write that waits for a source that hangs only as long as it must. */
  Told writeInTime(String value) throws IOException {
    return told(running -> running.write(WriteOptions.none().timeout(SHORT), value, () -> {}));
  }

  private interface Writing {
    Receipt<String> in(Scene scene) throws Exception;
  }

  private Told told(Writing writing) throws IOException {
    Scene running = scene();
    try {
      Receipt<String> receipt = writing.in(running);
      return receipt.outcome() == Outcome.COMMITTED ? Told.COMMITTED : Told.PENDING;
    } catch (RolledBackException | TransactionTimeoutException e) {
      return Told.ROLLED_BACK;
    } catch (TransactionSystemException e) {
      return Told.UNKNOWN;
    } catch (TuttiException e) {
      throw e; // heuristic outcomes must not happen
    } catch (Exception e) {
      return Told.ROLLED_BACK; // of the work itself, for example a lost connection
    }
  }

  /** Arms the point for the next write. */
  void at(Point point, Script.Action action) throws IOException {
    point.arm(scene(), action);
  }

  /** Everything answers again: recovery must end it all by itself. Answers how many ms it took. */
  long recover() throws IOException {
    for (Victim victim : victims) {
      victim.network().cutNoMore();
      victim.network().accept();
      victim.network().resume();
      victim.station().server().start();
    }
    scene().triggers().forEach(trigger -> trigger.script().calm());
    long from = System.nanoTime();
    RecoveryReport[] last = new RecoveryReport[1];
    Awaitility.await()
        .atMost(RECOVERED)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              last[0] = scene().tutti().recovery().scan();
              assertThat(last[0].isClean()).as(last[0].toString()).isTrue();
            });
    return (System.nanoTime() - from) / 1_000_000;
  }

  /** What the first pass says that a source answered. */
  RecoveryReport whenReached(String name) {
    RecoveryReport[] last = new RecoveryReport[1];
    Awaitility.await()
        .atMost(RECOVERED)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              last[0] = scene().tutti().recovery().scan();
              return !last[0].unreachable().contains(name);
            });
    return last[0];
  }

  /** All or nothing, and what the caller heard is no lie. Answers whether it is everywhere. */
  boolean verdict(String value, Told told) throws Exception {
    List<Boolean> there = new ArrayList<>();
    for (Victim victim : victims) {
      Side side = scene().sides().get(victim.number());
      there.add(victim.station().holds(victim.place(), side.mine(value)));
      assertThat(victim.station().foreignWaits(victim.place()))
          .as("the foreign branch on " + victim.station().kind())
          .isTrue();
    }
    for (ScriptedResource trigger : scene().triggers()) {
      there.add(trigger.server().committed().containsValue(value));
      assertThat(trigger.server().prepared()).isEmpty();
    }
    assertThat(there).as("where " + value + " is").containsOnly(there.get(0));
    boolean everywhere = there.get(0);
    if (told != Told.UNKNOWN) {
      assertThat(told != Told.ROLLED_BACK)
          .as("told " + told + ", everywhere " + everywhere)
          .isEqualTo(everywhere);
    }
    return everywhere;
  }

  /** The sources that a fault on one of them hits. */
  List<Victim> hit(Fault fault, Victim victim) {
    return victims.stream()
        .filter(
            v ->
                v.number() == victim.number()
                    || (fault.ofServer() && v.station() == victim.station()))
        .toList();
  }

  @Override
  public void close() {
    stop();
    victims.forEach(victim -> victim.network().close());
  }
}

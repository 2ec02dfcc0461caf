package dev.tutti.app.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.app.servers.Outside;
import dev.tutti.app.servers.RealSet;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.testing.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recovery while a server is away, and while everybody writes. */
@Tag("campaign")
class RecoveryWeatherTest {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** How long the others may wait for the dead one: its bounds of connecting, and some work. */
  private static final Duration OTHERS = Duration.ofSeconds(20);

  /** One that hangs holds up the start for the 10 s of a pass; the rest is for a busy machine. */
  private static final Duration START = Duration.ofSeconds(15);

  /** Of passes that are watched while a server is away. */
  private static final int PASSES = 5;

  private static final int TRANSACTIONS = 400;

  @TempDir static Path shared;
  private static RealSet set;

  @TempDir Path dir;

  @BeforeAll
  static void startServers() throws Exception {
    set = RealSet.start(shared.resolve("servers"));
    Endpoint.createTables(set);
  }

  @AfterAll
  static void stopServers() {
    set.close();
  }

  @Test
  void whatWasInDoubtIsFinishedBeforeTheFirstWriteCanBegin() throws Exception {
    Path store = dir.resolve("first-log");
    Outside one = set.outside().get(0);
    leaveInDoubt(store, one);
    Set<String> left = othersInDoubt(one);
    ours(one).forEach(xid -> left.add(one.server().name() + " " + xid));
    long from = System.nanoTime();
    try (SoakSystem system = system(store)) {
      Duration started = since(from);
      Set<String> still = othersInDoubt(one);
      still.addAll(ours(one));
      System.out.printf(
          "%d branches in doubt: finished %s when the start returned after %d ms%n",
          left.size(), still.isEmpty() ? "all" : "not all", started.toMillis());
      assertThat(still).isEmpty();
      assertThat(system.system().recovery().lastReport()).matches(RecoveryReport::isClean);
    }
  }

  @Test
  void aServerThatIsAwayHoldsUpNobodyAndIsFinishedWhenItIsBack() throws Exception {
    for (Outside away : set.outside()) {
      Path store = dir.resolve("log-" + away.server().name());
      leaveInDoubt(store, away);
      long from = System.nanoTime();
      away.server().kill();
      try (SoakSystem system = system(store)) {
        // Started although one server does not answer, and without being asked for anything.
        Duration started = since(from);
        Awaitility.await("the others, without " + away.server().name())
            .atMost(OTHERS)
            .until(() -> othersInDoubt(away).isEmpty());
        Duration others = since(from);
        assertThat(system.system().recovery().lastReport().unreachable()).hasSize(1);
        Duration passes = passes(system);
        from = System.nanoTime();
        away.server().start();
        Awaitility.await("what " + away.server().name() + " had in doubt")
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(system.system().recovery().lastReport())
                        .matches(RecoveryReport::isClean));
        assertThat(ours(away)).isEmpty();
        System.out.printf(
            "%s away: started after %d ms, the others finished after %d ms, %d further passes in %d"
                + " ms; back: clean %d ms after its start began%n",
            away.server().name(),
            started.toMillis(),
            others.toMillis(),
            PASSES,
            passes.toMillis(),
            since(from).toMillis());
      }
    }
  }

  @Test
  void aServerThatHangsHoldsUpNobodyForLong() throws Exception {
    for (Outside away : set.outside()) {
      Path store = dir.resolve("hung-log-" + away.server().name());
      leaveInDoubt(store, away);
      Set<String> held = ours(away);
      long from = System.nanoTime();
      away.server().freeze();
      try (SoakSystem system = system(store)) {
        Duration started = since(from);
        assertThat(started).isLessThan(START);
        Awaitility.await("the others, with " + away.server().name() + " hanging")
            .atMost(OTHERS)
            .until(() -> othersInDoubt(away).isEmpty());
        Duration others = since(from);
        Duration passes = passes(system);
        from = System.nanoTime();
        away.server().thaw();
        Awaitility.await("what " + away.server().name() + " had in doubt")
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(system.system().recovery().lastReport())
                        .matches(RecoveryReport::isClean));
        System.out.printf(
            "%s hangs with %d: started after %d ms, the others finished after %d ms, %d further"
                + " passes in %d ms; back: clean after %d ms%n",
            away.server().name(),
            held.size(),
            started.toMillis(),
            others.toMillis(),
            PASSES,
            passes.toMillis(),
            since(from).toMillis());
      } finally {
        away.server().thaw();
      }
    }
  }

  @Test
  void recoveryDuringFullLoadTouchesNoLiveTransaction() throws Exception {
    Path store = dir.resolve("load-log");
    try (SoakSystem system = system(store)) {
      Tally tally = new Tally();
      ExecutorService writers = Executors.newFixedThreadPool(8);
      AtomicLong next = new AtomicLong(1_000_000);
      long last = next.get() + TRANSACTIONS;
      for (int i = 0; i < 8; i++) {
        writers.execute(new Writer(system, next, last, tally));
      }
      writers.shutdown();
      List<String> touched = new ArrayList<>();
      int passes = 0;
      long all = 0;
      long longest = 0;
      do {
        long from = System.nanoTime();
        RecoveryReport report = system.system().recovery().scan();
        long took = since(from).toMillis();
        all += took;
        longest = Math.max(longest, took);
        passes++;
        if (report.committed() + report.rolledBack() > 0 || !report.remaining().isEmpty()) {
          touched.add(report.toString());
        }
      } while (!writers.awaitTermination(50, TimeUnit.MILLISECONDS));
      System.out.printf(
          "%d recovery passes, %d ms each and %d at most, during %s%n",
          passes, all / passes, longest, tally);
      assertThat(touched).isEmpty();
      assertThat(tally.toString())
          .startsWith(TRANSACTIONS + " committed, 0 committed with")
          .endsWith("{}");
    }
  }

  @Test
  void whatAServerHadInDoubtIsFinishedDuringFullLoad() throws Exception {
    Path store = dir.resolve("busy-log");
    Outside away = set.outside().get(1);
    leaveInDoubt(store, away);
    Set<String> held = ours(away);
    away.server().kill();
    try (SoakSystem system = system(store)) {
      Tally tally = new Tally();
      ExecutorService writers = Executors.newFixedThreadPool(8);
      AtomicLong next = new AtomicLong(2_000_000);
      long last = next.get() + TRANSACTIONS;
      for (int i = 0; i < 8; i++) {
        writers.execute(new Writer(system, next, last, tally));
      }
      writers.shutdown();
      away.server().start();
      long from = System.nanoTime();
      Awaitility.await("what " + away.server().name() + " had in doubt")
          .atMost(LIMIT)
          .until(() -> Collections.disjoint(ours(away), held));
      System.out.printf(
          "%s back during full load: its %d branches finished after %d ms, with %d written by then%n",
          away.server().name(), held.size(), since(from).toMillis(), tally.done());
      assertThat(writers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      System.out.println(tally);
      assertThat(tally.done()).isEqualTo(TRANSACTIONS);
      Awaitility.await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(system.system().recovery().lastReport())
                      .matches(RecoveryReport::isClean));
    }
  }

  /** Watches some passes, none of which waits for the one that does not answer. */
  private static Duration passes(SoakSystem system) {
    long from = System.nanoTime();
    Set<RecoveryReport> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Awaitility.await("passes")
        .pollInterval(Duration.ofMillis(5))
        .atMost(OTHERS)
        .until(
            () -> {
              seen.add(system.system().recovery().lastReport());
              return seen.size() > PASSES;
            });
    return since(from);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static SoakSystem system(Path store) throws Exception {
    return new SoakSystem(Endpoint.of(set), store, 8, INTERVAL);
  }

  /** A process killed at work, until it left something at the server and at another one. */
  private void leaveInDoubt(Path store, Outside server) throws Exception {
    List<String> args = new ArrayList<>(List.of(store.toString()));
    args.addAll(Endpoint.words(Endpoint.of(set)));
    boolean left = false;
    while (!left) {
      Process load =
          ChildJvm.start(dir.resolve("load.txt"), Load.class, args.toArray(String[]::new));
      try {
        // Of both: what a load before this one left at one of them would end this one at its start.
        Awaitility.await("branches at " + server.server().name() + " and at another one")
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> ours(server).size() > 1 && !othersInDoubt(server).isEmpty());
      } finally {
        load.destroyForcibly().waitFor();
      }
      left = !ours(server).isEmpty() && !othersInDoubt(server).isEmpty();
    }
  }

  private static Set<String> othersInDoubt(Outside server) throws Exception {
    Set<String> found = new TreeSet<>();
    for (Outside other : set.outside()) {
      if (!other.equals(server)) {
        ours(other).forEach(xid -> found.add(other.server().name() + " " + xid));
      }
    }
    return found;
  }

  private static Set<String> ours(Outside server) throws Exception {
    Set<String> found = server.prepared();
    found.remove(Outside.FOREIGN);
    return found;
  }
}

package dev.tutti.xa.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.xa.matrix.Arena.Told;
import dev.tutti.xa.matrix.Arena.Victim;
import dev.tutti.xa.testing.TcpProxy.When;
import java.util.ArrayList;
import java.util.List;

/** The rows of one source by itself, between scripted ones. */
final class SingleRows {

  private static final int MOST_ROUND_TRIPS = 60;

  /** So many that a server's log is surely longer than at its next start without them. */
  private static final int WRITES_SINCE_THE_COPY = 20;

  private SingleRows() {}

  /** Each round trip of a whole write in turn. */
  static void byCount(Arena arena, Matrix matrix, When when, boolean unnoticed) throws Exception {
    Victim victim = arena.victims().get(0);
    List<String> outcomes = new ArrayList<>();
    int lonely = 0;
    int request = 1;
    while (request <= MOST_ROUND_TRIPS) {
      arena.warm();
      int cuts = victim.network().cuts();
      int made = victim.network().roundTrips();
      victim.network().cutAfter(request, when, unnoticed);
      String value = Arena.nextValue();
      Told told = arena.write(value, () -> {});
      boolean cut = victim.network().cuts() > cuts;
      made = victim.network().roundTrips() - made;
      long millis = arena.recover();
      boolean everywhere = arena.verdict(value, told);
      if (!cut) {
        assertThat(told).isEqualTo(Told.COMMITTED);
        if (made < request && isLastOne(outcomes)) {
          break; // it was behind the last
        }
        // The request of this number has no answer: an old connection said that it goes. Or an
        // earlier write needed one more, since its connection was asked whether it lives.
        assertThat(++lonely).as("requests without an answer").isLessThan(MOST_ROUND_TRIPS);
        request = Math.min(request, made);
        continue;
      }
      request++;
      outcomes.add((everywhere ? "all " : "none ") + millis);
    }
    assertThat(outcomes).hasSizeBetween(3, MOST_ROUND_TRIPS - 1);
    assertThat(outcomes).anyMatch(outcome -> outcome.startsWith("none"));
    assertThat(outcomes).anyMatch(outcome -> outcome.startsWith("all"));
    matrix.add(
        (when == When.BEFORE_FORWARD ? "request" : "answer")
            + " 1, 2, 3 … lost with the connection"
            + (unnoticed ? ", the server's session lives on" : ""),
        arena.combination(),
        String.join(" · ", outcomes));
  }

  /** The last request of a write is the commit of what was decided. */
  private static boolean isLastOne(List<String> outcomes) {
    return !outcomes.isEmpty() && outcomes.get(outcomes.size() - 1).startsWith("all");
  }

  /** A new, empty server answers after the decision. */
  static void replaced(Arena arena, Matrix matrix) throws Exception {
    Victim victim = arena.victims().get(0);
    arena.warm();
    String value = Arena.nextValue();
    arena.at(
        Point.DECIDED,
        () -> {
          victim.network().refuse();
          victim.network().cut();
        });
    Told told = arena.write(value, () -> {});
    assertThat(told).isEqualTo(Told.PENDING);
    victim.station().replace(victim.place(), false);
    victim.network().accept();
    RecoveryReport report = arena.scene().tutti().recovery().scan();
    victim.station().replace(victim.place(), true);
    assertThat(report.held()).as(report.toString()).isNotEmpty();
    assertThat(report.logRecords()).isEqualTo(1);
    long millis = arena.recover();
    assertThat(arena.verdict(value, told)).isTrue();
    matrix.add(
        "another server under its address after the decision",
        arena.combination(),
        "held; all " + millis + " when it was back");
  }

  /** A copy from before the write answers after the decision: shown, until a person says go on. */
  static void setBack(Arena arena, Matrix matrix) throws Exception {
    Victim victim = arena.victims().get(0);
    String name = arena.scene().sides().get(0).manager().name();
    victim.station().keep();
    for (int i = 0; i < WRITES_SINCE_THE_COPY; i++) {
      arena.warm();
    }
    arena.recover();
    String value = Arena.nextValue();
    arena.at(Point.DECIDED, victim.station().server()::kill);
    assertThat(arena.write(value, () -> {})).isEqualTo(Told.PENDING);
    victim.station().setBack();
    RecoveryReport report = arena.whenReached(name);
    assertThat(report.held())
        .as(report.toString())
        .anyMatch(held -> held.contains(name + ": this server was set back"));
    assertThat(report.logRecords()).isEqualTo(1);
    assertThat(arena.write(Arena.nextValue(), () -> {}))
        .as("new work on it")
        .isEqualTo(Told.ROLLED_BACK);
    arena.scene().tutti().recovery().acceptIdentity(name);
    long millis = arena.recover();
    assertThat(victim.station().foreignWaits(victim.place())).isTrue();
    arena.warm();
    matrix.add(
        "restored to before the decision",
        arena.combination(),
        "held; clean " + millis + " when accepted");
  }
}

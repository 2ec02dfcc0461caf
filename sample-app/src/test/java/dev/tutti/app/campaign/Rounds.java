package dev.tutti.app.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happened in all rounds, for the summary. */
final class Rounds {

  private static final int PARTS = 10;

  private final Map<Strike.Moment, Integer> moments = new EnumMap<>(Strike.Moment.class);
  private final Map<Strike.Server, Integer> servers = new EnumMap<>(Strike.Server.class);
  private final int[] where = new int[PARTS];
  private final List<Long> recoveryMillis = new ArrayList<>();
  private int roundsInDoubt;
  private int branchesInDoubt;
  private int endedByItself;

  void struck(Strike strike) {
    moments.merge(strike.moment(), 1, Integer::sum);
    servers.merge(strike.server(), 1, Integer::sum);
  }

  /** How far through its file a run was when it was killed, 0 to 1. */
  void killedAt(double part) {
    where[(int) Math.min(PARTS - 1, part * PARTS)]++;
  }

  void endedByItself() {
    endedByItself++;
  }

  void leftInDoubt(int branches) {
    if (branches > 0) {
      roundsInDoubt++;
      branchesInDoubt += branches;
    }
  }

  /** From the start of a process to the end of everything that was in doubt. */
  void recovered(Duration time) {
    recoveryMillis.add(time.toMillis());
  }

  private long percentile(double part) {
    List<Long> sorted = recoveryMillis.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  String summary(String about) {
    return String.format(
        Locale.ROOT,
        "servers' campaign: %s%n"
            + "  process killed: %s; ended by itself under a dead server: %d%n"
            + "  servers: %s%n"
            + "  part of the file done at the kill, in tenths: %s%n"
            + "  left in doubt: %d branches in %d rounds%n"
            + "  from the start of the process to nothing in doubt, with what the JVM takes:"
            + " median %d ms, p95 %d ms, max %d ms (%d times)",
        about,
        moments,
        endedByItself,
        servers,
        Arrays.toString(where),
        branchesInDoubt,
        roundsInDoubt,
        percentile(0.5),
        percentile(0.95),
        percentile(1),
        recoveryMillis.size());
  }
}

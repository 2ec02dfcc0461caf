package dev.tutti.app.campaign;

import java.util.Random;

/**
 * When and whom to kill in one round. The process is struck by its progress, not by the clock: most
 * of a short run's time is its start, so that times drawn at random would fall there.
 *
 * @param moment when the process dies
 * @param part how far into that moment, 0 to 1
 * @param server what becomes of a server
 * @param victim the number of that server
 */
record Strike(Moment moment, double part, Server server, int victim) {

  /** When the process is killed. */
  enum Moment {
    /** Before it has written anything. */
    STARTUP,
    /** While it finishes what the one killed before it has left. */
    RECOVERY,
    /** Between two of its writes. */
    STEADY,
    /** After the last of its writes. */
    SHUTDOWN
  }

  /** What becomes of a database or the broker. */
  enum Server {
    /** Nothing. */
    LIVES,
    /** Killed under the process, which must end by itself. */
    DIES_ALONE,
    /** Killed with the process. */
    DIES_TOO,
    /** Killed with the process, and away while the others are recovered. */
    STAYS_AWAY
  }

  private static final double SERVER_TOO = 0.3;

  /** The next one; servers take turns, so that few rounds reach each. */
  static Strike next(Random random, int round, int rounds, int servers) {
    // As near to the share as whole rounds allow, spread evenly, and never none.
    boolean server =
        rounds < 4
            ? round % rounds == 0
            : Math.floor(round * SERVER_TOO) > Math.floor((round - 1) * SERVER_TOO);
    int turn = (int) Math.floor(round * SERVER_TOO);
    Moment moment = server ? Moment.STEADY : moment(random.nextDouble());
    Server how = Server.LIVES;
    if (server) {
      how =
          switch ((turn + turn / servers) % 3) {
            case 0 -> Server.DIES_ALONE;
            case 1 -> Server.DIES_TOO;
            default -> Server.STAYS_AWAY;
          };
    }
    return new Strike(moment, random.nextDouble(), how, turn % servers);
  }

  private static Moment moment(double drawn) {
    if (drawn < 0.10) {
      return Moment.STARTUP;
    }
    if (drawn < 0.30) {
      return Moment.RECOVERY;
    }
    return drawn < 0.90 ? Moment.STEADY : Moment.SHUTDOWN;
  }
}

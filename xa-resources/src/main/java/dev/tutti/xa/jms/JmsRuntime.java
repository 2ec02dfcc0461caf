package dev.tutti.xa.jms;

import dev.tutti.tm.spi.TransactionContext;
import java.time.Duration;

/** What a started resource holds. */
record JmsRuntime(
    TransactionContext context, Connections work, Connections recovery, Connections plain)
    implements AutoCloseable {

  private static final int NOTHING_AHEAD = 0;
  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(1);
  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final int AHEAD = 1024 * 1024;

  static JmsRuntime of(TransactionContext context, String name, Broker broker, Access access) {
    // A consumer lives as long as a transaction: messages sent ahead would only travel back, and be
    // missing to other consumers meanwhile.
    return new JmsRuntime(
        context,
        connections(name, broker, access, access.callTimeout(), NOTHING_AHEAD),
        connections(name, broker, access, shorter(access.connectTimeout()), NOTHING_AHEAD),
        connections(name, broker, access, access.callTimeout(), AHEAD));
  }

  /** What recovery waits for each answer, and no longer. */
  private static Duration shorter(Duration timeout) {
    return timeout.compareTo(RECOVERY) < 0 ? timeout : RECOVERY;
  }

  private static Connections connections(
      String name, Broker broker, Access access, Duration callTimeout, int window) {
    Duration silence = access.connectTimeout().multipliedBy(3);
    return new Connections(
        name,
        broker,
        access.user(),
        access.password(),
        callTimeout,
        silence.compareTo(SHORTEST_SILENCE) < 0 ? SHORTEST_SILENCE : silence,
        window);
  }

  @Override
  public void close() {
    work.close();
    recovery.close();
    plain.close();
  }
}

package dev.tutti.xa.jms;

import dev.tutti.tm.spi.TransactionContext;
import java.time.Duration;

/** What a started resource holds. */
record JmsRuntime(
    TransactionContext context, Connections work, Connections recovery, Connections plain)
    implements AutoCloseable {

  private static final int NOTHING_AHEAD = 0;
  private static final int AHEAD = 1024 * 1024;

  static JmsRuntime of(TransactionContext context, String name, Broker broker, Access access) {
    Duration recovery = access.connectTimeout();
    return new JmsRuntime(
        context,
        // A consumer lives as long as a transaction: messages sent ahead would only travel back,
        // and be missing to other consumers meanwhile.
        new Connections(
            name, broker, access.user(), access.password(), access.callTimeout(), NOTHING_AHEAD),
        new Connections(name, broker, access.user(), access.password(), recovery, NOTHING_AHEAD),
        new Connections(
            name, broker, access.user(), access.password(), access.callTimeout(), AHEAD));
  }

  @Override
  public void close() {
    work.close();
    recovery.close();
    plain.close();
  }
}

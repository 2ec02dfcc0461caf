package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceUnavailableException;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;

/** Where the queues are. */
interface Broker extends AutoCloseable {

  /** Starts what has to run in this process; nothing for a remote broker. */
  void start();

  /** Starts it again where it has stopped by itself, for example after a full disk. */
  void ensureRunning() throws ResourceUnavailableException;

  /** A factory of connections to it, not yet tuned; the caller closes it. */
  ActiveMQXAConnectionFactory newFactory();

  /** Looks for a reason, in one line, that its client does not tell; empty if there is none. */
  default Optional<String> whyNot() {
    return Optional.empty();
  }

  /** For messages; holds no secret. */
  String where();

  @Override
  void close();
}

package dev.tutti.app.examples;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jms.JmsResource;
import jakarta.jms.JMSContext;

/**
 * The sources: table purchase(id, item) in the first database, reservation(id, item) in the second.
 */
public record Shop(
    TransactionSystem tutti, JdbcResource orders, JdbcResource stock, JmsResource events) {

  public static final String QUEUE = "placed";

  /** Jakarta Messaging: in a transaction the factory's contexts are those of the transaction. */
  void announce(String item) {
    try (JMSContext context = events.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(QUEUE), item);
    }
  }
}

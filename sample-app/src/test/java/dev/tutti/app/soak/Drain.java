package dev.tutti.app.soak;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A plain consumer of the queue, so that the broker's memory and disk stay flat too. It counts each
 * order's message; what it received in a batch whose commit was not answered may come again.
 */
final class Drain implements Runnable {

  static final String ID = "order_id";

  private static final int BATCH = 200;
  private static final long WAIT_MILLIS = 200;

  private final ConnectionFactory factory;
  private final String queue;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final BitSet received = new BitSet();
  private final BitSet perhaps = new BitSet();
  private final List<String> problems = new ArrayList<>();

  Drain(ConnectionFactory factory, String queue) {
    this.factory = factory;
    this.queue = queue;
  }

  @Override
  public void run() {
    boolean empty = false;
    while (!(stop.get() && empty)) {
      try (Connection connection = factory.createConnection();
          Session session = connection.createSession(Session.SESSION_TRANSACTED);
          MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
        connection.start();
        while (!(stop.get() && empty)) {
          empty = batch(session, consumer) == 0;
        }
      } catch (JMSException e) {
        empty = false; // The broker is away; the next turn connects again.
        Pause.briefly();
      }
    }
  }

  private int batch(Session session, MessageConsumer consumer) throws JMSException {
    List<Long> ids = new ArrayList<>();
    @Nullable Message message = consumer.receive(WAIT_MILLIS);
    while (message != null && ids.size() < BATCH) {
      ids.add(message.getLongProperty(ID));
      message = ids.size() < BATCH ? consumer.receive(WAIT_MILLIS) : null;
    }
    try {
      session.commit();
    } catch (JMSException e) {
      ids.forEach(id -> perhaps.set(Math.toIntExact(id)));
      throw e;
    }
    ids.forEach(this::count);
    return ids.size();
  }

  private void count(long number) {
    int id = Math.toIntExact(number);
    if (received.get(id) && !perhaps.get(id)) {
      problems.add("the message of order " + id + " came more than once");
    }
    received.set(id);
  }

  /** Ends when the queue is empty. */
  void stop() {
    stop.set(true);
  }

  /** After its end: whether there was one for each of 1 to the last. */
  List<String> problems(long last) {
    BitSet all = (BitSet) received.clone();
    all.or(perhaps);
    all.flip(1, Math.toIntExact(last + 1));
    if (!all.isEmpty()) {
      problems.add(
          all.cardinality() + " messages are missing or too many, first " + all.nextSetBit(0));
    }
    return problems;
  }
}

package dev.tutti.xa.jms;

import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.ResourceUnavailableException;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.activemq.artemis.utils.collections.LongHashSet;

/** What is done with queues outside of transactions. */
final class Queues {

  /** After so many the rest is not for browsers: it is scheduled, or on its way to a consumer. */
  private static final int REFUSALS = 100;

  private Queues() {}

  static void create(Connections connections, List<String> names)
      throws ResourceUnavailableException {
    try (Connection connection = connections.open()) {
      ClientSession session = ((ActiveMQConnection) connection).getInitialSession();
      for (String name : names) {
        create(session, name);
      }
    } catch (JMSException | ActiveMQException e) {
      throw connections.unavailable(e);
    }
  }

  /** Whether the declared queues are there, and keep what they are given. */
  static List<Finding> examine(Connections connections, List<String> names)
      throws ResourceUnavailableException {
    List<Finding> found = new ArrayList<>();
    try (Connection connection = connections.open()) {
      ClientSession session = ((ActiveMQConnection) connection).getInitialSession();
      for (String name : names) {
        ClientSession.QueueQuery queue = session.queueQuery(SimpleString.of(name));
        if (!queue.isExists()) {
          found.add(
              Finding.fail(
                  "queue " + name,
                  "the broker does not have it",
                  "create it: tutti init, or JmsResource.initQueues()"));
        } else if (!queue.isDurable()) {
          found.add(
              Finding.fail(
                  "queue " + name,
                  "it is not durable: a restart of the broker empties it",
                  "delete it, and create it durable"));
        } else {
          found.add(
              Finding.pass("queue " + name, "durable, " + queue.getMessageCount() + " messages"));
        }
      }
    } catch (JMSException | ActiveMQException e) {
      throw connections.unavailable(e);
    }
    return found;
  }

  private static void create(ClientSession session, String name) throws ActiveMQException {
    if (session.queueQuery(SimpleString.of(name)).isExists()) {
      return;
    }
    try {
      if (!session.addressQuery(SimpleString.of(name)).isExists()) {
        session.createAddress(SimpleString.of(name), RoutingType.ANYCAST, false);
      }
      session.createQueue(
          QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setDurable(true));
    } catch (ActiveMQException e) {
      if (e.getType() != ActiveMQExceptionType.QUEUE_EXISTS
          && e.getType() != ActiveMQExceptionType.ADDRESS_EXISTS) {
        throw e; // else another process was faster
      }
    }
  }

  static void browse(Connections connections, String queue, Consumer<? super Message> each)
      throws ResourceUnavailableException {
    try (Connection connection = connections.open();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      LongHashSet given = new LongHashSet();
      long fresh;
      // What the broker moves while a browser goes past can escape it: until all are seen, or no
      // more turn up, another one looks.
      do {
        fresh = pass(session, queue, given, each);
      } while (fresh > 0 && given.size() < count(session, queue));
    } catch (JMSException | ActiveMQException e) {
      throw connections.unavailable(e);
    }
  }

  /** Gives what has not been given yet, and says how many these were. */
  private static long pass(
      Session session, String queue, LongHashSet given, Consumer<? super Message> each)
      throws JMSException, ActiveMQException {
    long fresh = 0;
    try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
      Enumeration<?> messages = browser.getEnumeration();
      // The broker says "no more" too while the connection is full: asked again, it goes on.
      for (int refused = 0; refused < REFUSALS; ) {
        if (messages.hasMoreElements()) {
          Message message = (Message) messages.nextElement();
          if (given.add(((ActiveMQMessage) message).getCoreMessage().getMessageID())) {
            each.accept(message);
            fresh++;
          }
          refused = 0;
        } else {
          refused = given.size() >= count(session, queue) ? REFUSALS : refused + 1;
        }
      }
    }
    return fresh;
  }

  private static long count(Session session, String queue) throws ActiveMQException {
    ClientSession core = ((ActiveMQSession) session).getCoreSession();
    return core.queueQuery(SimpleString.of(queue)).getMessageCount();
  }
}

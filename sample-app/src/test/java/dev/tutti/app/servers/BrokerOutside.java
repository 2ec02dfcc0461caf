package dev.tutti.app.servers;

import dev.tutti.xa.testing.ArtemisServer;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;

/** The broker, by its own client. */
public record BrokerOutside(ArtemisServer server) implements Outside {

  private static final String FOREIGN_QUEUE = "foreign";

  /** The foreign application's transaction id. */
  private record ForeignXid() implements Xid {
    @Override
    public int getFormatId() {
      return FOREIGN_FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return FOREIGN.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }

  /** Something to do with the broker's XA face. */
  private interface Work<T> {
    T with(XASession session) throws JMSException, XAException;
  }

  public ConnectionFactory connections() {
    return new ActiveMQConnectionFactory(server.url(), server.user(), server.password());
  }

  private <T> T call(Work<T> work) throws JMSException, XAException {
    try (ActiveMQXAConnectionFactory factory =
            new ActiveMQXAConnectionFactory(server.url(), server.user(), server.password());
        XAConnection connection = factory.createXAConnection();
        XASession session = connection.createXASession()) {
      return work.with(session);
    }
  }

  @Override
  public Set<String> prepared() throws JMSException, XAException {
    return call(
        session -> {
          Set<String> found = new TreeSet<>();
          for (Xid xid :
              session.getXAResource().recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)) {
            found.add(
                xid.getFormatId() == FOREIGN_FORMAT
                    ? new String(xid.getGlobalTransactionId(), StandardCharsets.UTF_8)
                    : xid.getFormatId() + ":" + Arrays.toString(xid.getGlobalTransactionId()));
          }
          return found;
        });
  }

  @Override
  public void plantForeign() throws JMSException, XAException {
    call(
        session -> {
          XAResource branch = session.getXAResource();
          Xid xid = new ForeignXid();
          branch.start(xid, XAResource.TMNOFLAGS);
          session
              .createProducer(session.createQueue(FOREIGN_QUEUE))
              .send(session.createTextMessage("foreign"));
          branch.end(xid, XAResource.TMSUCCESS);
          return branch.prepare(xid);
        });
  }

  @Override
  public void reapForeign() throws JMSException, XAException {
    call(
        session -> {
          session.getXAResource().commit(new ForeignXid(), false);
          return true;
        });
    try (Connection connection = connections().createConnection();
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(FOREIGN_QUEUE))) {
      connection.start();
      if (consumer.receive(5_000) == null || consumer.receiveNoWait() != null) {
        throw new AssertionError("the queue does not hold the one foreign message");
      }
    }
  }

  @Override
  public int sessions() throws Exception {
    return Sockets.connectionsTo(server.port());
  }
}

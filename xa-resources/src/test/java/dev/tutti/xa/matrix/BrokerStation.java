package dev.tutti.xa.matrix;

import dev.tutti.xa.testing.ArtemisServer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Enumeration;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;

/** A broker. */
record BrokerStation(ArtemisServer server) implements Station {

  private static final int FOREIGN = 4711;

  private record ForeignXid(String place) implements Xid {
    @Override
    public int getFormatId() {
      return FOREIGN;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return place.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {1};
    }
  }

  private interface Task<T> {
    T run(XASession session) throws JMSException, XAException;
  }

  private <T> T with(Task<T> task) throws JMSException, XAException {
    try (ActiveMQXAConnectionFactory factory = new ActiveMQXAConnectionFactory(server.url());
        XAConnection connection = factory.createXAConnection(server.user(), server.password());
        XASession session = connection.createXASession()) {
      connection.start();
      return task.run(session);
    }
  }

  @Override
  public Kind kind() {
    return Kind.ARTEMIS;
  }

  @Override
  public Spec spec(String name, String place, int port) {
    return new Spec(kind(), name, place, server.url(port), server.user(), server.password());
  }

  @Override
  public void furnish(String place) throws JMSException, XAException {
    with(
        session -> {
          Xid xid = new ForeignXid(place);
          XAResource resource = session.getXAResource();
          resource.start(xid, XAResource.TMNOFLAGS);
          session
              .createProducer(session.createQueue("other"))
              .send(session.createTextMessage("foreign"));
          resource.end(xid, XAResource.TMSUCCESS);
          return resource.prepare(xid);
        });
  }

  @Override
  public boolean holds(String place, String value) throws JMSException {
    try (ActiveMQXAConnectionFactory factory = new ActiveMQXAConnectionFactory(server.url());
        jakarta.jms.Connection connection =
            factory.createConnection(server.user(), server.password());
        Session session = connection.createSession();
        QueueBrowser browser = session.createBrowser(session.createQueue(place))) {
      connection.start();
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        if (((Message) messages.nextElement()).getBody(String.class).equals(value)) {
          return true;
        }
      }
      return false;
    }
  }

  @Override
  public boolean foreignWaits(String place) throws JMSException, XAException {
    return with(
        session ->
            Arrays.stream(
                    session
                        .getXAResource()
                        .recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .anyMatch(
                    xid ->
                        xid.getFormatId() == FOREIGN
                            && new String(xid.getGlobalTransactionId(), StandardCharsets.UTF_8)
                                .equals(place)));
  }

  @Override
  public boolean killsSessions() {
    return false;
  }

  @Override
  public void killSessions(String place) {
    throw new UnsupportedOperationException();
  }
}

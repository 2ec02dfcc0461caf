package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceUnavailableException;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.util.Optional;

/** Gives the transaction's session to whoever asks for any, as a container's factory does. */
final class EnlistingConnectionFactory implements ConnectionFactory {

  private final JmsResource resource;

  EnlistingConnectionFactory(JmsResource resource) {
    this.resource = resource;
  }

  @Override
  public JMSContext createContext() {
    return createContext(JMSContext.AUTO_ACKNOWLEDGE);
  }

  /** The mode is ignored in a transaction, as Jakarta Messaging 3.1 has it for containers. */
  @Override
  public JMSContext createContext(int sessionMode) {
    try {
      Optional<JMSContext> enlisted = current();
      if (enlisted.isPresent()) {
        return enlisted.get();
      }
      return resource.started().plain().openContext(sessionMode);
    } catch (JMSException | ResourceUnavailableException e) {
      throw new JMSRuntimeException(e.getMessage(), null, e);
    }
  }

  @Override
  public Connection createConnection() throws JMSException {
    try {
      Optional<JMSContext> enlisted = current();
      if (enlisted.isPresent()) {
        return EnlistedConnection.of(resource.name(), enlisted.get());
      }
      return resource.started().plain().open();
    } catch (ResourceUnavailableException e) {
      throw failed(e);
    }
  }

  private Optional<JMSContext> current() throws JMSException, ResourceUnavailableException {
    JmsRuntime runtime = resource.started();
    try {
      return runtime.context().currentHandle(resource);
    } catch (RuntimeException | ResourceUnavailableException e) {
      throw e;
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private static JMSException failed(Exception e) {
    JMSException failure = new JMSException(e.getMessage());
    failure.initCause(e);
    failure.setLinkedException(e);
    return failure;
  }

  @Override
  public Connection createConnection(String user, String password) throws JMSException {
    throw new JMSSecurityException(fixedUser());
  }

  @Override
  public JMSContext createContext(String user, String password) {
    throw new JMSSecurityRuntimeException(fixedUser());
  }

  @Override
  public JMSContext createContext(String user, String password, int sessionMode) {
    throw new JMSSecurityRuntimeException(fixedUser());
  }

  private String fixedUser() {
    return resource.name()
        + ": the user is configured with the resource; ask for a connection without one";
  }
}

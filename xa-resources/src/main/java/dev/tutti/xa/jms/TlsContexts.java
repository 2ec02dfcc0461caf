package dev.tutti.xa.jms;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextFactory;

/**
 * Gives Artemis' client the TLS context that was made from a resource's PEM files: it cannot be
 * handed one, only the paths and passwords of key stores. Found by Artemis through the service
 * loader; connections that are not ours get Artemis' own context. Thread-safe.
 */
public final class TlsContexts implements SSLContextFactory {

  private static final Map<String, SSLContext> REGISTERED = new ConcurrentHashMap<>();
  private static final int BEFORE_ARTEMIS_OWN = 100;

  private final SSLContextFactory others = new DefaultSSLContextFactory();

  /** Made by the service loader. */
  public TlsContexts() {}

  /** Remembers a context until {@link #forget}; the answer goes into a connector's parameters. */
  static String register(SSLContext context) {
    String id = "tutti-" + UUID.randomUUID();
    REGISTERED.put(id, context);
    return id;
  }

  static void forget(String id) {
    REGISTERED.remove(id);
  }

  /**
   * The context of a connection.
   *
   * @param config of Artemis, for connections that are not ours
   * @param options the connector's parameters
   * @return what was registered, or what Artemis would have made
   * @throws Exception if the resource of the connection is closed, or Artemis' own fails
   */
  @Override
  public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> options)
      throws Exception {
    if (options.get(TransportConstants.SSL_CONTEXT_PROP_NAME) instanceof String id
        && id.startsWith("tutti-")) {
      SSLContext context = REGISTERED.get(id);
      if (context == null) {
        throw new IllegalStateException("the resource is closed");
      }
      return context;
    }
    return others.getSSLContext(config, options);
  }

  @Override
  public int getPriority() {
    return BEFORE_ARTEMIS_OWN;
  }
}

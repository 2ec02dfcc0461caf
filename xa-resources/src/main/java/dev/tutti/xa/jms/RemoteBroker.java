package dev.tutti.xa.jms;

import dev.tutti.xa.config.TlsSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.jspecify.annotations.Nullable;

/** A broker of its own, reached over the network. */
final class RemoteBroker implements Broker {

  private final String url;
  private final Duration connectTimeout;
  private final TlsSettings tls;
  private final @Nullable SSLContext context;
  private final @Nullable String contextId;

  RemoteBroker(String name, String url, Duration connectTimeout, TlsSettings tls) {
    this.url = url;
    this.connectTimeout = connectTimeout;
    this.tls = tls;
    context = tls.isOn() ? tls.context(name) : null;
    contextId = context == null ? null : TlsContexts.register(context);
  }

  @Override
  public void start() {}

  @Override
  public void ensureRunning() {}

  @Override
  public ActiveMQXAConnectionFactory newFactory() {
    ActiveMQXAConnectionFactory factory = new ActiveMQXAConnectionFactory(url);
    for (TransportConfiguration connector : connectors(factory)) {
      Map<String, Object> parameters = connector.getParams();
      // A worker pool of its own ends with its connection; the global one outlives us.
      parameters.put(TransportConstants.USE_GLOBAL_WORKER_POOL_PROP_NAME, "false");
      parameters.putIfAbsent(TransportConstants.REMOTING_THREADS_PROPNAME, "1");
      parameters.putIfAbsent(
          TransportConstants.NETTY_CONNECT_TIMEOUT, Long.toString(connectTimeout.toMillis()));
      if (contextId != null) {
        parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, "true");
        parameters.put(TransportConstants.SSL_CONTEXT_PROP_NAME, contextId);
        parameters.put(TransportConstants.VERIFY_HOST_PROP_NAME, Boolean.toString(verifiesHost()));
      }
    }
    return factory;
  }

  private static TransportConfiguration[] connectors(ActiveMQXAConnectionFactory factory) {
    return factory.getServerLocator().getStaticTransportConfigurations();
  }

  private boolean verifiesHost() {
    return tls.mode() == TlsSettings.Mode.VERIFY_FULL;
  }

  @Override
  public Optional<String> whyNot() {
    if (context == null) {
      return Optional.empty();
    }
    Handshake handshake = new Handshake(context, verifiesHost(), connectTimeout);
    try (ActiveMQXAConnectionFactory factory = new ActiveMQXAConnectionFactory(url)) {
      for (TransportConfiguration connector : connectors(factory)) {
        Map<String, Object> parameters = connector.getParams();
        Optional<String> failure =
            handshake.failure(
                String.valueOf(parameters.get(TransportConstants.HOST_PROP_NAME)),
                Integer.parseInt(
                    String.valueOf(parameters.get(TransportConstants.PORT_PROP_NAME))));
        if (failure.isPresent()) {
          return failure;
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public String where() {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  @Override
  public void close() {
    if (contextId != null) {
      TlsContexts.forget(contextId);
    }
  }
}

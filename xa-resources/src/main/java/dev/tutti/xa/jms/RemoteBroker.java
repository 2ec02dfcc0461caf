package dev.tutti.xa.jms;

import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;

/** A broker of its own, reached over the network. */
record RemoteBroker(String url, Duration connectTimeout) implements Broker {

  @Override
  public void start() {}

  @Override
  public void ensureRunning() {}

  @Override
  public ActiveMQXAConnectionFactory newFactory() {
    ActiveMQXAConnectionFactory factory = new ActiveMQXAConnectionFactory(url);
    for (TransportConfiguration connector :
        factory.getServerLocator().getStaticTransportConfigurations()) {
      Map<String, Object> parameters = connector.getParams();
      // A worker pool of its own ends with its connection; the global one outlives us.
      parameters.put(TransportConstants.USE_GLOBAL_WORKER_POOL_PROP_NAME, "false");
      parameters.putIfAbsent(TransportConstants.REMOTING_THREADS_PROPNAME, "1");
      parameters.putIfAbsent(
          TransportConstants.NETTY_CONNECT_TIMEOUT, Long.toString(connectTimeout.toMillis()));
    }
    return factory;
  }

  @Override
  public String where() {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  @Override
  public void close() {}
}

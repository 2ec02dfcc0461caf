package dev.tutti.app.admin;

import java.util.Optional;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The listening socket: bounded in every direction, with TLS or without. */
final class Listener {

  private static final int HEAD_BYTES = 8 * 1024;
  private static final int BACKLOG = 64;

  private Listener() {}

  static void configure(HttpConfiguration http) {
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setHttpCompliance(HttpCompliance.RFC9110);
    http.setRequestHeaderSize(HEAD_BYTES);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
  }

  static ServerConnector on(Server server, HttpConfiguration http, AdminSettings settings) {
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    Optional<Tls> tls = settings.tls();
    ServerConnector connector;
    if (tls.isEmpty()) {
      connector = new ServerConnector(server, 1, 1, plain);
    } else {
      SslContextFactory.Server context = new SslContextFactory.Server();
      context.setKeyStore(tls.get().store());
      context.setKeyStorePassword(tls.get().password());
      context.setKeyManagerPassword(tls.get().password());
      context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      context.setSniRequired(false);
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(
              server, 1, 1, new SslConnectionFactory(context, plain.getProtocol()), plain);
    }
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.patience().toMillis());
    connector.setAcceptQueueSize(BACKLOG);
    return connector;
  }
}

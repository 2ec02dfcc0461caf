package dev.tutti.xa.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.xa.testing.RealServers.Private;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each driver of its own accord, so that it is the fixture that is tested; that the adapters verify
 * is in the tests of each in every build.
 */
@Tag("campaign")
@RealServers
class TlsServersTest {

  /** Opens a connection that verifies all, with the client's certificate or without. */
  private interface Opener {
    void open(boolean withCertificate) throws Exception;
  }

  @Test
  void postgres(@Private PostgresServer server) throws Exception {
    String url =
        server.bareUrl("postgres", server.port())
            + "?sslmode=verify-full&sslrootcert="
            + Certificates.ca();
    String certificate =
        "&sslkey="
            + Certificates.client().keyStore()
            + "&sslpassword="
            + Certificates.client().password();
    showsEach(server, show -> connect(server, url + (show ? certificate : "")));
  }

  @Test
  void mysql(@Private MysqlServer server) throws Exception {
    server.createDatabase("tls");
    String url =
        server.bareUrl("tls", server.port())
            + "?sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreType=PKCS12"
            + "&trustCertificateKeyStorePassword="
            + Certificates.trustStorePassword()
            + "&trustCertificateKeyStoreUrl="
            + Certificates.trustStore().toUri();
    String certificate =
        "&clientCertificateKeyStoreType=PKCS12&clientCertificateKeyStorePassword="
            + Certificates.client().password()
            + "&clientCertificateKeyStoreUrl="
            + Certificates.client().keyStore().toUri();
    showsEach(server, show -> connect(server, url + (show ? certificate : "")));
  }

  @Test
  void mariaDb(@Private MariaDbServer server) throws Exception {
    server.createDatabase("tls");
    String url =
        server.bareUrl("tls", server.port())
            + "?sslMode=verify-full&serverSslCert="
            + Certificates.ca();
    String certificate =
        "&keyStoreType=PKCS12&keyStore="
            + Certificates.client().keyStore()
            + "&keyStorePassword="
            + Certificates.client().password();
    showsEach(server, show -> connect(server, url + (show ? certificate : "")));
  }

  @Test
  void artemis(@Private ArtemisServer server) throws Exception {
    String url =
        server.url()
            + "?callTimeout=3000&sslEnabled=true&trustStoreType=PKCS12&trustStorePath="
            + Certificates.trustStore()
            + "&trustStorePassword="
            + Certificates.trustStorePassword();
    String certificate =
        "&keyStoreType=PKCS12&keyStorePath="
            + Certificates.client().keyStore()
            + "&keyStorePassword="
            + Certificates.client().password();
    showsEach(server, show -> open(server, url + (show ? certificate : "")));
  }

  private static void showsEach(TestServer server, Opener opener) throws Exception {
    server.withTls(Certificates.good());
    opener.open(false);
    server.withTls(Certificates.good(), true);
    opener.open(true);
    assertThatThrownBy(() -> opener.open(false)).isNotNull();
    for (TlsIdentity bad :
        new TlsIdentity[] {
          Certificates.wrongName(), Certificates.expired(), Certificates.unknownCa()
        }) {
      server.withTls(bad);
      assertThatThrownBy(() -> opener.open(false)).as(bad.certificate().toString()).isNotNull();
    }
  }

  private static void connect(DatabaseServer server, String url) throws SQLException {
    DriverManager.getConnection(url, server.user(), server.password()).close();
  }

  private static void open(ArtemisServer server, String url) throws Exception {
    try (ServerLocator locator = ActiveMQClient.createServerLocator(url);
        ClientSessionFactory factory = locator.createSessionFactory()) {
      factory.createSession(server.user(), server.password(), true, true, true, false, 1).close();
    }
  }
}

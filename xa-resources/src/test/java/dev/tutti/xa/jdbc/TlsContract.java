package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.config.TlsSettings;
import dev.tutti.xa.testing.Certificates;
import dev.tutti.xa.testing.DatabaseServer;
import java.util.Optional;

/** What every database on a server does over TLS, and says where it is refused. */
final class TlsContract {

  private static final TlsSettings FULL = TlsSettings.verifyFull(Certificates.ca());
  private static final TlsSettings CHAIN_ONLY =
      new TlsSettings(
          TlsSettings.Mode.VERIFY_CA,
          Optional.of(Certificates.ca()),
          Optional.empty(),
          Optional.empty());

  private final DatabaseServer server;
  private final JdbcResourceBuilder builder;

  /**
   * For one server of the test's own.
   *
   * @param builder of a resource named {@code orders}
   */
  TlsContract(DatabaseServer server, JdbcResourceBuilder builder) {
    this(server, builder, server.bareUrl("tls", server.port()));
  }

  /**
   * The same by another address of the server.
   *
   * @param url of its database {@code tls}
   */
  TlsContract(DatabaseServer server, JdbcResourceBuilder builder, String url) {
    server.createDatabase("tls");
    this.server = server;
    this.builder = builder.url(url).user(server.user()).password(server.password());
  }

  void holds() throws Exception {
    holds("speaks no TLS");
  }

  /**
   * For a server that does not wait to be told to speak TLS.
   *
   * @param before why it is refused until it shows a certificate that we know
   */
  void holds(String before) throws Exception {
    refused(FULL, before);
    server.withTls(Certificates.good());
    accepted(FULL);
    server.withTls(Certificates.good(), true);
    refused(FULL, "tls.cert and tls.key");
    accepted(FULL.withClient(Certificates.client().certificate(), Certificates.client().key()));
    server.withTls(Certificates.wrongName());
    refused(FULL, "certificate is for another host");
    accepted(CHAIN_ONLY);
    server.withTls(Certificates.expired());
    refused(FULL, "certificate has expired");
    refused(CHAIN_ONLY, "certificate has expired");
    server.withTls(Certificates.unknownCa());
    refused(FULL, "not signed by one that we trust");
    refused(CHAIN_ONLY, "not signed by one that we trust");
  }

  /** To work, and to recover. */
  private void accepted(TlsSettings tls) throws Exception {
    try (JdbcResource resource = builder.tls(tls).build()) {
      String identity = resource.identity().orElseThrow();
      try (RecoveryConnection recovery = resource.openRecovery()) {
        assertThat(recovery.identity()).contains(identity);
      }
    }
  }

  private void refused(TlsSettings tls, String why) {
    try (JdbcResource resource = builder.tls(tls).build()) {
      says(catchThrowableOfType(ResourceUnavailableException.class, resource::identity), why);
      says(catchThrowableOfType(ResourceUnavailableException.class, resource::openRecovery), why);
    }
  }

  private void says(ResourceUnavailableException refusal, String why) {
    assertThat(refusal)
        .hasMessageStartingWith("orders: ")
        .hasMessageContaining(why)
        .hasMessageNotContaining(server.password());
    assertThat(String.valueOf(refusal.getMessage()).lines()).hasSize(1);
  }
}

package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.config.TlsSettings;
import dev.tutti.xa.testing.Certificates;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.MariaDbServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Both drivers, against servers that show good and bad certificates. */
@RealServers
class MySqlTlsTest {

  private static final TlsSettings FULL = TlsSettings.verifyFull(Certificates.ca());
  private static final TlsSettings WITHOUT_NAME =
      new TlsSettings(
          TlsSettings.Mode.VERIFY_CA,
          Optional.of(Certificates.ca()),
          Optional.empty(),
          Optional.empty());

  @Test
  void mysql(@Private MysqlServer server) throws Exception {
    server.createDatabase("tls");
    showsEach(MySqlBed.MYSQL, server);
  }

  @Test
  void mariaDb(@Private MariaDbServer server) throws Exception {
    server.createDatabase("tls");
    showsEach(MySqlBed.MARIADB, server);
  }

  @Test
  void mariaDbByConnectorJ(@Private("two") MariaDbServer server) throws Exception {
    server.createDatabase("tls");
    showsEach(MySqlBed.MARIADB_BY_CONNECTOR_J, server);
  }

  private static void showsEach(MySqlBed bed, DatabaseServer server) throws Exception {
    refuses(bed, server, FULL, "speaks no TLS");
    speaks(bed, server, TlsSettings.OFF, false);

    server.withTls(Certificates.good());
    speaks(bed, server, FULL, true);
    speaks(bed, server, WITHOUT_NAME, true);
    refuses(
        bed,
        server,
        new TlsSettings(
            TlsSettings.Mode.VERIFY_FULL, Optional.empty(), Optional.empty(), Optional.empty()),
        "not signed by one that we trust");

    server.withTls(Certificates.wrongName());
    refuses(bed, server, FULL, "for another host");
    speaks(bed, server, WITHOUT_NAME, true);

    server.withTls(Certificates.expired());
    refuses(bed, server, FULL, "has expired");

    server.withTls(Certificates.unknownCa());
    refuses(bed, server, FULL, "not signed by one that we trust");
    refuses(bed, server, WITHOUT_NAME, "not signed by one that we trust");

    server.withTls(Certificates.good(), true);
    speaks(
        bed,
        server,
        FULL.withClient(Certificates.client().certificate(), Certificates.client().key()),
        true);
    refuses(bed, server, FULL, "orders: ");
  }

  private static JdbcResource resource(MySqlBed bed, DatabaseServer server, TlsSettings tls) {
    return bed.builder("orders", server, "tls", server.port())
        .url(bed.scheme(server.bareUrl("tls", server.port())) + "?allowPublicKeyRetrieval=true")
        .tls(tls)
        .build();
  }

  private static void speaks(
      MySqlBed bed, DatabaseServer server, TlsSettings tls, boolean encrypted) throws Exception {
    try (JdbcResource orders = resource(bed, server, tls)) {
      orders.openRecovery().close();
      try (Connection connection = orders.dataSource().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'")) {
        row.next();
        assertThat(row.getString(2).isEmpty()).isEqualTo(!encrypted);
      }
    }
  }

  private static void refuses(MySqlBed bed, DatabaseServer server, TlsSettings tls, String why) {
    try (JdbcResource orders = resource(bed, server, tls)) {
      assertThatThrownBy(orders::openRecovery)
          .isInstanceOf(ResourceUnavailableException.class)
          .hasMessageStartingWith("orders: ")
          .hasMessageContaining(why)
          .hasMessageNotContaining("\n")
          .hasMessageNotContaining(server.password());
    }
  }
}

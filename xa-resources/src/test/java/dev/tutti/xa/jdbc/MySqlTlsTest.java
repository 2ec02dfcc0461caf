package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.MariaDbServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both drivers, against servers that show good and bad certificates. */
@RealServers
@Tag("campaign")
class MySqlTlsTest {

  @Test
  void mysql(@Private MysqlServer server) throws Exception {
    // It has made itself a certificate.
    new TlsContract(server, JdbcResource.mysql("orders")).holds("not signed by one that we trust");
  }

  @Test
  void mariaDb(@Private MariaDbServer server) throws Exception {
    new TlsContract(server, JdbcResource.mariadb("orders")).holds();
  }

  @Test
  void mariaDbByConnectorJ(@Private("two") MariaDbServer server) throws Exception {
    new TlsContract(
            server,
            JdbcResource.mariadb("orders"),
            MySqlBed.MARIADB_BY_CONNECTOR_J.scheme(server.bareUrl("tls", server.port())))
        .holds();
  }
}

package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.xa.testing.MariaDbServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.Servers;
import java.sql.Connection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** What a user must be allowed, and which server it must be. */
class MySqlRightsTest {

  private static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

  @Test
  void aUserWhoMayNotListBranchesIsToldTheGrant() throws Exception {
    MysqlServer server = Servers.mysql();
    server.createDatabase("rights");
    try (Connection admin = server.admin("rights")) {
      H2Fixture.run(
          admin, "CREATE USER 'poor'@'%' IDENTIFIED WITH mysql_native_password BY 'pw-poor'");
      H2Fixture.run(admin, "GRANT ALL ON rights.* TO 'poor'@'%'");
    }
    try (JdbcResource orders =
            MySqlBed.MYSQL
                .builder("orders", server, "rights", server.port())
                .user("poor")
                .password("pw-poor")
                .build();
        RecoveryConnection recovery = orders.openRecovery()) {
      assertThat(recovery.identity()).isPresent();
      assertThatThrownBy(() -> recovery.xaResource().recover(SCAN))
          .isInstanceOf(XAException.class)
          .hasMessageEndingWith("GRANT XA_RECOVER_ADMIN ON *.* TO 'poor'@'%'");
    }
  }

  @Test
  void anIdentityNeedsNoMoreThanTheOwnDatabase() throws Exception {
    MariaDbServer server = Servers.mariadb();
    server.createDatabase("rights");
    try (JdbcResource orders =
            MySqlBed.MARIADB.builder("orders", server, "rights", server.port()).build();
        RecoveryConnection recovery = orders.openRecovery()) {
      assertThat(recovery.identity()).isEqualTo(orders.identity());
      long before = recovery.position().orElseThrow();
      long after = recovery.advance(before);
      assertThat(after).isGreaterThan(before);
      assertThat(recovery.position()).hasValue(after);
    }
  }

  @Test
  void theWrongKindOfServerIsNamed() throws Exception {
    MysqlServer mysql = Servers.mysql();
    MariaDbServer mariadb = Servers.mariadb();
    mysql.createDatabase("kinds");
    mariadb.createDatabase("kinds");
    try (JdbcResource wrong =
        MySqlBed.MARIADB_BY_CONNECTOR_J.builder("orders", mysql, "kinds", mysql.port()).build()) {
      assertThatThrownBy(wrong::openRecovery).hasMessageContaining("use the kind mysql");
    }
    try (JdbcResource wrong =
        JdbcResource.mysql("orders")
            .url(MySqlBed.MARIADB_BY_CONNECTOR_J.url(mariadb, "kinds", mariadb.port()))
            .user(mariadb.user())
            .password(mariadb.password())
            .build()) {
      assertThatThrownBy(wrong::openRecovery).hasMessageContaining("use the kind mariadb");
      assertThatThrownBy(() -> wrong.join(new HandTransaction("t")))
          .hasMessageContaining("use the kind mariadb");
    }
  }
}

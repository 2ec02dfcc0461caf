package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that was restarted has forgotten the passwords, and asks for them again. */
@RealServers
class MySqlRestartedTest {

  private static final String DATABASE = "restarted";
  private static final String ADVICE =
      "give it a tls block, or add allowPublicKeyRetrieval=true to its url where nobody can listen"
          + " in";

  private final MysqlServer server;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  // Held here, as the logging forgets a logger that nobody holds.
  private final Logger logger = Logger.getLogger(MySqlKeyless.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord said) {
          warnings.add(new SimpleFormatter().formatMessage(said));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  MySqlRestartedTest(@Private MysqlServer server) {
    this.server = server;
  }

  @BeforeEach
  void listen() throws Exception {
    try (Connection admin = server.admin("mysql")) {
      H2Fixture.run(admin, "CREATE DATABASE IF NOT EXISTS restarted");
    }
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private JdbcResource resource(String settings, String user) {
    return JdbcResource.mysql("stock")
        .url(server.bareUrl(DATABASE, server.port()) + settings)
        .user(user)
        .password(server.password())
        .build();
  }

  private void user(String name, String plugin) throws Exception {
    try (Connection admin = server.admin(DATABASE)) {
      H2Fixture.run(
          admin, "CREATE USER '" + name + "'@'%' IDENTIFIED WITH " + plugin + " BY 'pw-app-7f3a'");
      H2Fixture.run(admin, "GRANT ALL ON restarted.* TO '" + name + "'@'%'");
    }
  }

  @Test
  void aResourceThatWouldBeRefusedAfterTheRestartIsToldBefore() throws Exception {
    user("plain", "caching_sha2_password");
    // Somebody who may ask for the key has been there: now the server remembers the password.
    DriverManager.getConnection(server.url(DATABASE), "plain", server.password()).close();
    try (JdbcResource stock = resource("", "plain")) {
      stock.openRecovery().close();
      assertThat(warnings)
          .singleElement()
          .satisfies(
              said ->
                  assertThat(said)
                      .startsWith("stock: connects now only because its server remembers")
                      .endsWith(ADVICE)
                      .doesNotContain(server.password()));

      server.restart();

      assertThatThrownBy(stock::openRecovery)
          .isInstanceOf(ResourceUnavailableException.class)
          .hasMessageContaining("stock")
          .hasMessageContaining("asks for the password")
          .hasMessageEndingWith(ADVICE)
          .hasMessageNotContaining("\n");
    }
    warnings.clear();
    try (JdbcResource stock = resource("?allowPublicKeyRetrieval=true", "plain");
        RecoveryConnection recovery = stock.openRecovery()) {
      assertThat(recovery.identity()).isPresent();
      assertThat(warnings).isEmpty();
    }
  }

  @Test
  void anAccountThatIsNeverAskedIsNotTold() throws Exception {
    user("hashed", "mysql_native_password");
    try (JdbcResource stock = resource("", "hashed")) {
      stock.openRecovery().close();
      assertThat(warnings).isEmpty();
    }
  }
}

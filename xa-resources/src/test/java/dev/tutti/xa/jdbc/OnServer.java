package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.xa.testing.DatabaseServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A database of its own on a real server, with one table, {@code item}. What the contracts stand
 * on: a class for each database says how it differs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnServer {

  static final int SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

  /** The resource of each test. */
  JdbcResource orders;

  /** The server, running. */
  abstract DatabaseServer server();

  /** A resource of the tested kind, without address and user. */
  abstract JdbcResourceBuilder builder(String name);

  /** Where a database of the server is, for the resource. */
  String url(String database) {
    return server().url(database);
  }

  /** Ends all sessions of the application's user, as an administrator would. */
  abstract void killSessions() throws SQLException;

  final String database() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  @BeforeAll
  final void createDatabase() {
    server().createDatabase(database());
  }

  @BeforeEach
  final void openEmpty() throws Exception {
    orders = resource("orders", url(database()));
    try (RecoveryConnection recovery = orders.openRecovery()) {
      for (Xid xid : recovery.xaResource().recover(SCAN)) {
        recovery.xaResource().rollback(xid);
      }
    }
    for (String table : List.of("item", "tutti_receipt", "tutti_decision")) {
      run("DROP TABLE IF EXISTS " + table);
    }
    run("CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
  }

  @AfterEach
  final void close() {
    try {
      assertThat(orders.connectionsInUse()).as("connections that leaked").isZero();
    } finally {
      orders.close();
    }
  }

  final JdbcResource resource(String name, String url) {
    return builder(name)
        .url(url)
        .user(server().user())
        .password(server().password())
        .poolSize(4)
        .lockTimeout(Duration.ofMillis(300))
        .acquisitionTimeout(Duration.ofSeconds(2))
        .build();
  }

  final void run(String sql) throws SQLException {
    try (Connection connection = server().connect(database())) {
      H2Fixture.run(connection, sql);
    }
  }

  /** On a connection that has nothing to do with ours. */
  final long items() throws SQLException {
    return count("item");
  }

  final long count(String from) throws SQLException {
    try (Connection connection = server().connect(database());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The transactions of {@link HandTransaction} that the server lists as prepared. */
  final List<String> prepared() throws Exception {
    try (RecoveryConnection recovery = orders.openRecovery()) {
      return Arrays.stream(recovery.xaResource().recover(SCAN))
          .map(xid -> new String(xid.getGlobalTransactionId(), StandardCharsets.UTF_8))
          .map(name -> name.replace("global-|", ""))
          .toList();
    }
  }
}

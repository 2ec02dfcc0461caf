package dev.tutti.xa.jdbc;

import com.mysql.cj.MysqlConnection;
import dev.tutti.tm.config.ConfigurationException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** The two drivers. Each constant touches its own classes only: the other need not be there. */
enum MySqlDriver {
  /** MySQL's; it speaks to MariaDB as well. */
  CONNECTOR_J("jdbc:mysql:", "com.mysql:mysql-connector-j", "com.mysql.cj.jdbc.Driver") {
    @Override
    long sessionId(Connection raw) throws SQLException {
      return raw.unwrap(MysqlConnection.class).getId();
    }

    @Override
    List<String> settings() {
      return List.of("tcpKeepAlive=true", "useLocalTransactionState=false", "autoReconnect=false");
    }

    @Override
    String plainText() {
      return "sslMode=DISABLED";
    }
  },
  /** MariaDB's. */
  MARIADB("jdbc:mariadb:", "org.mariadb.jdbc:mariadb-java-client", "org.mariadb.jdbc.Driver") {
    @Override
    long sessionId(Connection raw) throws SQLException {
      return raw.unwrap(org.mariadb.jdbc.Connection.class).getThreadId();
    }

    @Override
    List<String> settings() {
      return List.of("tcpKeepAlive=true", "permitRedirect=false", "transactionReplay=false");
    }

    @Override
    String plainText() {
      return "sslMode=disable";
    }
  };

  private final String scheme;
  private final String artifact;
  private final String driver;

  MySqlDriver(String scheme, String artifact, String driver) {
    this.scheme = scheme;
    this.artifact = artifact;
    this.driver = driver;
  }

  String scheme() {
    return scheme;
  }

  /** The server's number for the session of this connection; asks nobody. */
  abstract long sessionId(Connection raw) throws SQLException;

  /** What every connection of ours needs, besides what both drivers know by the same name. */
  abstract List<String> settings();

  /** No TLS. */
  abstract String plainText();

  Class<?> provider(String name) {
    try {
      return Class.forName(driver);
    } catch (ClassNotFoundException e) {
      throw new ConfigurationException(
          "resources." + name + ".url",
          "needs the driver " + artifact + " on the class path, which is not there");
    }
  }

  /** A connection of its own, outside the pool, that waits for no answer longer than the limit. */
  Connection connect(JdbcSettings settings, Duration limit) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password().value());
    Driver made;
    try {
      made = (Driver) provider(settings.name()).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new SQLException("the driver " + driver + " cannot be made", e);
    }
    Connection connection = made.connect(MySqlUrl.bounded(settings.url(), limit), properties);
    if (connection == null) {
      throw new SQLNonTransientConnectionException("the driver does not know its address", "08001");
    }
    return connection;
  }
}

package dev.tutti.xa.jdbc;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link JdbcResource}; not thread-safe. */
public final class JdbcResourceBuilder {

  private final String name;
  private final Function<Duration, XaDialect> dialect;
  private @Nullable String url;
  private String user = "sa";
  private String password = "";
  private JdbcSettings.Pool pool = JdbcSettings.Pool.DEFAULT;
  private Duration lockTimeout = Duration.ofSeconds(5);
  private Optional<Path> schema = Optional.empty();
  private TlsSettings tls = TlsSettings.OFF;

  JdbcResourceBuilder(String name, Function<Duration, XaDialect> dialect) {
    this.name = name;
    this.dialect = dialect;
  }

  /**
   * Where the database is.
   *
   * @param value a JDBC address without user and password
   * @return this
   */
  public JdbcResourceBuilder url(String value) {
    url = value;
    return this;
  }

  /**
   * An H2 database's file.
   *
   * @param value the path without {@code .mv.db}
   * @return this
   */
  public JdbcResourceBuilder file(Path value) {
    return url("jdbc:h2:file:" + value.toAbsolutePath().normalize());
  }

  /**
   * Who works, and recovers.
   *
   * @param value the user; {@code sa} by default
   * @return this
   */
  public JdbcResourceBuilder user(String value) {
    user = value;
    return this;
  }

  /**
   * The user's password.
   *
   * @param value the password; empty by default; shown nowhere
   * @return this
   */
  public JdbcResourceBuilder password(String value) {
    password = value;
    return this;
  }

  /**
   * The user's password, from a file.
   *
   * @param file holds the password; a line end after it does not count
   * @return this
   * @throws ConfigurationException if the file cannot be read
   */
  public JdbcResourceBuilder passwordFile(Path file) {
    try {
      return password(Files.readString(file).stripTrailing());
    } catch (IOException e) {
      throw new ConfigurationException(
          "resources." + name + ".password-file", file + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * The greatest number of connections. A transaction takes one for as long as it lives.
   *
   * @param value 1 to 10000; 20 by default
   * @return this
   */
  public JdbcResourceBuilder poolSize(int value) {
    pool = new JdbcSettings.Pool(value, pool.acquisition(), pool.idleValidation(), pool.leak());
    return this;
  }

  /**
   * How long to wait for a connection.
   *
   * @param value 1 ms to 1 h; 5 s by default
   * @return this
   */
  public JdbcResourceBuilder acquisitionTimeout(Duration value) {
    pool = new JdbcSettings.Pool(pool.size(), value, pool.idleValidation(), pool.leak());
    return this;
  }

  /**
   * After how long unused a connection is tested before it is handed out.
   *
   * @param value zero for never; 30 s by default
   * @return this
   */
  public JdbcResourceBuilder idleValidation(Duration value) {
    pool = new JdbcSettings.Pool(pool.size(), pool.acquisition(), value, pool.leak());
    return this;
  }

  /**
   * After how long a connection that is held outside any transaction is logged as a leak.
   *
   * @param value zero for never, the default
   * @return this
   */
  public JdbcResourceBuilder leakTimeout(Duration value) {
    pool = new JdbcSettings.Pool(pool.size(), pool.acquisition(), pool.idleValidation(), value);
    return this;
  }

  /**
   * How long a statement waits for a row that another transaction holds.
   *
   * @param value 1 ms to 1 h; 5 s by default
   * @return this
   */
  public JdbcResourceBuilder lockTimeout(Duration value) {
    lockTimeout = value;
    return this;
  }

  /**
   * The script for {@link JdbcResource#initSchema}.
   *
   * @param script a file of SQL statements, each ended by a semicolon
   * @return this
   */
  public JdbcResourceBuilder schema(Path script) {
    schema = Optional.of(script);
    return this;
  }

  /**
   * How the server is reached over TLS.
   *
   * @param value what is checked, and the files; off by default
   * @return this
   */
  public JdbcResourceBuilder tls(TlsSettings value) {
    tls = value;
    return this;
  }

  /**
   * Validates and builds. Connects to nothing.
   *
   * @return the resource
   * @throws ConfigurationException naming the key, the value and what is allowed
   */
  public JdbcResource build() {
    if (url == null) {
      throw new ConfigurationException("resources." + name + ".url", "is required and missing");
    }
    pool.check(name);
    XaDialect made = dialect.apply(lockTimeout);
    return new JdbcResource(
        new JdbcSettings(
            name,
            made.url(name, url, tls),
            user,
            new JdbcSettings.Secret(password),
            pool,
            lockTimeout,
            schema,
            tls),
        made);
  }
}

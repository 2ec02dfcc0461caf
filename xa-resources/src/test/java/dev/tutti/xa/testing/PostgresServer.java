package dev.tutti.xa.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** PostgreSQL 18 with every promise of durability kept, and room for prepared transactions. */
public final class PostgresServer extends AbstractServer implements DatabaseServer {

  private static final String ARCHIVE = "postgres-linux-x86_64.txz";
  private static final String SUPERUSER = "postgres";
  private static final String SUPERUSER_PASSWORD = "pw-super-4c1d";

  private final List<String> settings = new ArrayList<>();

  /**
   * @param directory its own; it may not exist yet
   */
  public PostgresServer(Path directory) {
    this(directory, Ports.free());
  }

  PostgresServer(Path directory, int port) {
    super("PostgreSQL", directory, port);
  }

  /**
   * Sets what a new server has, from its next start on.
   *
   * @param line as in postgresql.conf
   */
  public void with(String line) {
    settings.add(line);
  }

  private static Path binary(String name) {
    return Binaries.unpacked("bin/postgresql-18.6.0", ARCHIVE).resolve("bin").resolve(name);
  }

  @Override
  Optional<String> missing() {
    return Requirements.platform()
        .or(() -> Requirements.archive(ARCHIVE))
        .or(Unprivileged::missing);
  }

  @Override
  void initialise(Path data) throws IOException {
    Path password = directory().resolve("superuser.password");
    Files.writeString(password, SUPERUSER_PASSWORD, StandardCharsets.UTF_8);
    Unprivileged.own(directory().toString());
    List<String> command =
        Unprivileged.command(
            List.of(
                binary("initdb").toString(),
                "--pgdata=" + data,
                "--username=" + SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync"));
    Commands.run(command, null).orFail(command);
    Files.delete(password);
  }

  @Override
  List<String> command() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                binary("postgres").toString(),
                "-D",
                data().toString(),
                "-p",
                Integer.toString(port())));
    for (String setting :
        List.of(
            "listen_addresses=" + HOST,
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "autovacuum=on",
            "max_prepared_transactions=200",
            "max_connections=300")) {
      command.addAll(List.of("-c", setting));
    }
    for (String setting : settings) { // the last one counts
      command.addAll(List.of("-c", setting));
    }
    Optional<TlsFiles> tls = tls();
    if (tls.isPresent()) {
      Unprivileged.own(directory().toString());
      for (String setting :
          List.of(
              "ssl=on",
              "ssl_ca_file=" + Certificates.ca(),
              "ssl_cert_file=" + tls.get().certificate(),
              "ssl_key_file=" + tls.get().key())) {
        command.addAll(List.of("-c", setting));
      }
    }
    command.addAll(List.of("-c", "hba_file=" + hba(tls)));
    return Unprivileged.command(command);
  }

  /** The first line that fits a connection decides. */
  private Path hba(Optional<TlsFiles> tls) throws IOException {
    List<String> lines = new ArrayList<>();
    if (tls.filter(TlsFiles::clientCertificate).isPresent()) {
      lines.add("hostssl all " + user() + " all scram-sha-256 clientcert=verify-ca");
      lines.add("hostnossl all " + user() + " all reject");
    }
    lines.add("host all all all scram-sha-256");
    return Files.write(directory().resolve("hba.conf"), lines, StandardCharsets.UTF_8);
  }

  /** It ends the sessions; TERM would wait for the clients. */
  @Override
  String stopSignal() {
    return "INT";
  }

  @Override
  void probe() throws SQLException {
    admin("postgres").close();
  }

  @Override
  void furnish() {
    execute("postgres", "create role " + user() + " login password '" + password() + "'");
  }

  @Override
  public String url(String database, int port) {
    return bareUrl(database, port);
  }

  @Override
  public String bareUrl(String database, int port) {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
  }

  @Override
  public String user() {
    return "app";
  }

  @Override
  public String password() {
    return "pw-app-7f3a";
  }

  @Override
  public void createDatabase(String name) {
    execute("postgres", "create database " + name + " owner " + user());
  }

  @Override
  public void createUser(String user, String password, String database) {
    execute("postgres", "create role " + user + " login password '" + password + "'");
    execute(database, "grant all on schema public to " + user);
  }

  @Override
  public Connection admin(String database) throws SQLException {
    return DriverManager.getConnection(url(database), SUPERUSER, SUPERUSER_PASSWORD);
  }

  private void execute(String database, String sql) {
    try (Connection connection = admin(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(name() + " refused: " + sql.split(" password ", -1)[0], e);
    }
  }
}

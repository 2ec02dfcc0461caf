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

/** What MySQL and MariaDB have in common. */
abstract class MySqlFamily extends AbstractServer implements DatabaseServer {

  private static final String ADMIN = "admin";
  private static final String ADMIN_PASSWORD = "pw-admin-4c1d";

  private final List<String> options = new ArrayList<>();
  private final boolean root = Commands.run("id", "-u").output().equals("0");

  MySqlFamily(String name, Path directory, int port) {
    super(name, directory, port);
  }

  /**
   * Sets what a server has, from its next start on.
   *
   * @param option as on its command line; the last one counts
   */
  public void with(String option) {
    options.add(option);
  }

  /** The server, with the options that only this one knows. */
  abstract List<String> binary();

  /** What the application's user needs in the whole server; a full GRANT, or nothing. */
  abstract List<String> globalGrants();

  /** The options that hold when its data is made, too: the server refuses to find others later. */
  final List<String> common(Path data) {
    List<String> command = new ArrayList<>(List.of(binary().get(0), "--no-defaults"));
    command.addAll(binary().subList(1, binary().size()));
    command.addAll(
        List.of(
            "--datadir=" + data,
            "--innodb-log-file-size=48M",
            "--innodb-buffer-pool-size=64M",
            "--skip-log-bin"));
    if (root) {
      command.add("--user=root");
    }
    return command;
  }

  @Override
  List<String> command() throws IOException {
    List<String> command = new ArrayList<>(common(data()));
    command.addAll(
        List.of(
            "--bind-address=" + HOST,
            "--port=" + port(),
            // Relative to its data, as the names of sockets are short.
            "--socket=server.sock",
            "--pid-file=server.pid",
            "--skip-name-resolve",
            "--max-connections=300",
            "--innodb-flush-log-at-trx-commit=1",
            "--init-file=" + usersFile()));
    command.addAll(options);
    tls()
        .ifPresent(
            tls ->
                command.addAll(
                    List.of(
                        "--ssl-ca=" + Certificates.ca(),
                        "--ssl-cert=" + tls.certificate(),
                        "--ssl-key=" + tls.key())));
    return command;
  }

  /** It reads the file before it listens, at each start. */
  private Path usersFile() throws IOException {
    List<String> sql =
        new ArrayList<>(
            List.of(
                user(ADMIN, ADMIN_PASSWORD),
                "GRANT ALL ON *.* TO '" + ADMIN + "'@'%' WITH GRANT OPTION;",
                user(user(), password())));
    sql.addAll(globalGrants());
    sql.add("ALTER USER '" + user() + "'@'%' REQUIRE " + (clientCertificate() ? "X509;" : "NONE;"));
    return Files.writeString(
        directory().resolve("users.sql"), String.join("\n", sql) + "\n", StandardCharsets.UTF_8);
  }

  private static String user(String name, String password) {
    return "CREATE USER IF NOT EXISTS '" + name + "'@'%' IDENTIFIED BY '" + password + "';";
  }

  @Override
  void probe() throws SQLException {
    admin("mysql").close();
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
    execute("CREATE DATABASE " + name);
    grant(name, user());
  }

  @Override
  public void createUser(String user, String password, String database) {
    execute(user(user, password));
    globalGrants().forEach(grant -> execute(grant.replace("'" + user() + "'", "'" + user + "'")));
    grant(database, user);
  }

  private void grant(String database, String user) {
    execute("GRANT ALL ON " + database + ".* TO '" + user + "'@'%'");
  }

  @Override
  public Connection admin(String database) throws SQLException {
    return DriverManager.getConnection(url(database), ADMIN, ADMIN_PASSWORD);
  }

  private void execute(String sql) {
    try (Connection connection = admin("mysql");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(name() + " refused: " + sql.split(" IDENTIFIED ", -1)[0], e);
    }
  }
}

package dev.tutti.xa.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * MariaDB as the system's package has it, on data of our own; the package's service plays no part.
 */
public final class MariaDbServer extends MySqlFamily {

  private static final Path BINARY = Path.of("/usr/sbin/mariadbd");
  private static final Path SQL = Path.of("/usr/share/mysql");

  /**
   * @param directory its own; it may not exist yet
   */
  public MariaDbServer(Path directory) {
    this(directory, Ports.free());
  }

  MariaDbServer(Path directory, int port) {
    super("MariaDB", directory, port);
  }

  @Override
  Optional<String> missing() {
    return Files.isExecutable(BINARY) && Files.exists(SQL.resolve("mysql_system_tables.sql"))
        ? Optional.empty()
        : Optional.of(BINARY + " is missing; apt-get install mariadb-server-core");
  }

  @Override
  List<String> binary() {
    return List.of(BINARY.toString());
  }

  /** What the package's install script does, which needs programs of yet another package. */
  @Override
  void initialise(Path data) throws IOException {
    StringBuilder sql =
        new StringBuilder("create database mysql;\nuse mysql;\nset @auth_root_socket=NULL;\n");
    for (String part :
        List.of(
            "mysql_system_tables.sql",
            "mysql_performance_tables.sql",
            "mysql_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql")) {
      sql.append(Files.readString(SQL.resolve(part), StandardCharsets.UTF_8)).append('\n');
    }
    List<String> command = new ArrayList<>(common(data));
    command.addAll(
        List.of(
            "--bootstrap",
            "--enforce-storage-engine=",
            "--log-warnings=0",
            "--max-allowed-packet=8M",
            "--net-buffer-length=16K"));
    Commands.run(command, new ByteArrayInputStream(sql.toString().getBytes(StandardCharsets.UTF_8)))
        .orFail(command);
  }

  @Override
  List<String> globalGrants() {
    return List.of();
  }

  @Override
  public String url(String database, int port) {
    return bareUrl(database, port) + "?sslMode=disable";
  }

  @Override
  public String bareUrl(String database, int port) {
    return "jdbc:mariadb://" + HOST + ":" + port + "/" + database;
  }
}

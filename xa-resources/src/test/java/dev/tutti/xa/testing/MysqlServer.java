package dev.tutti.xa.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MySQL 8.0.12, without a binary log: before 8.0.30 XA is not safe with one. */
public final class MysqlServer extends MySqlFamily {

  private static final String VERSION = "mysql-8.0.12";
  private static final String ARCHIVE = "mysql-Linux-amd64.tar.gz";
  private static final Map<String, String> PACKAGES =
      Map.of("libaio.so.1", "libaio1", "libnuma.so.1", "libnuma1");

  /**
   * @param directory its own; it may not exist yet
   */
  public MysqlServer(Path directory) {
    this(directory, Ports.free());
  }

  MysqlServer(Path directory, int port) {
    super("MySQL", directory, port);
  }

  private static Path home() {
    return Binaries.unpacked("bin/" + VERSION, ARCHIVE);
  }

  @Override
  Optional<String> missing() {
    return Requirements.platform()
        .or(() -> Requirements.archive(ARCHIVE))
        .or(() -> libraries(Commands.run("ldd", home().resolve("bin/mysqld").toString()).output()));
  }

  /** What ldd does not find, and the package that has it. */
  static Optional<String> libraries(String ldd) {
    List<String> lost = new ArrayList<>();
    List<String> packages = new ArrayList<>();
    ldd.lines()
        .filter(line -> line.contains("not found"))
        .map(line -> line.strip().split(" ", -1)[0])
        .forEach(
            library -> {
              lost.add(library);
              packages.add(PACKAGES.getOrDefault(library, library));
            });
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(" and ", lost)
                + (lost.size() == 1 ? " is" : " are")
                + " missing; apt-get install "
                + String.join(" ", packages));
  }

  @Override
  List<String> binary() {
    return List.of(home().resolve("bin/mysqld").toString(), "--basedir=" + home(), "--mysqlx=OFF");
  }

  /** Making one takes 5 seconds, a copy is there at once. */
  @Override
  void initialise(Path data) throws IOException {
    Path template = Binaries.once("template/" + VERSION, this::make);
    Files.delete(data);
    Trees.copy(template, data);
    // Its identity: the server makes another one.
    Files.delete(data.resolve("auto.cnf"));
  }

  private void make(Path data) {
    List<String> command = new ArrayList<>(common(data));
    command.add("--initialize-insecure");
    Commands.run(command, null).orFail(command);
  }

  @Override
  List<String> globalGrants() {
    return List.of("GRANT XA_RECOVER_ADMIN ON *.* TO '" + user() + "'@'%';");
  }

  /** Without TLS the driver has to ask the server for the key that hides the password. */
  @Override
  public String url(String database, int port) {
    return bareUrl(database, port) + "?sslMode=DISABLED&allowPublicKeyRetrieval=true";
  }

  @Override
  public String bareUrl(String database, int port) {
    return "jdbc:mysql://" + HOST + ":" + port + "/" + database;
  }
}

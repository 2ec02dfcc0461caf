package dev.tutti.xa.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The servers that a person can start: the names, ports and databases of config/servers.yaml. */
enum KeptKind {
  POSTGRES(14432, "orders"),
  MYSQL(14306, "stock"),
  MARIADB(14307, "shipping"),
  ARTEMIS(14616, "");

  private final int usualPort;
  private final String database;

  KeptKind(int usualPort, String database) {
    this.usualPort = usualPort;
    this.database = database;
  }

  /** What a person calls it on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The variable of the configuration that holds its port. */
  String variable() {
    return "TUTTI_" + name() + "_PORT";
  }

  /** If nobody else has it. */
  int usualPort() {
    return usualPort;
  }

  /** The application's database; a broker has none. */
  Optional<String> database() {
    return Optional.of(database).filter(name -> !name.isEmpty());
  }

  AbstractServer server(Path base, int port) {
    Path directory = base.resolve(word());
    return switch (this) {
      case POSTGRES -> new PostgresServer(directory, port);
      case MYSQL -> new MysqlServer(directory, port);
      case MARIADB -> new MariaDbServer(directory, port);
      case ARTEMIS -> new ArtemisServer(directory, port);
    };
  }

  static Optional<KeptKind> of(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Stream.of(values()).map(KeptKind::word).toList();
  }
}

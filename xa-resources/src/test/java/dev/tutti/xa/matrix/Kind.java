package dev.tutti.xa.matrix;

import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jdbc.JdbcResourceBuilder;
import dev.tutti.xa.jms.JmsResource;
import java.time.Duration;

/** The kinds of servers. */
enum Kind {
  POSTGRESQL("PostgreSQL"),
  MYSQL("MySQL"),
  MARIADB("MariaDB"),
  /** The same kind of server, by the driver of MySQL. */
  MARIADB_CJ("MariaDB by Connector/J"),
  ARTEMIS("Artemis");

  private static final Duration BOUND = Duration.ofSeconds(5);

  final String label;

  Kind(String label) {
    this.label = label;
  }

  /** A source of this kind, not started. */
  Side side(Spec spec) {
    return switch (this) {
      case POSTGRESQL -> database(JdbcResource.postgresql(spec.name()), spec);
      case MYSQL -> database(JdbcResource.mysql(spec.name()), spec);
      case MARIADB, MARIADB_CJ -> database(JdbcResource.mariadb(spec.name()), spec);
      case ARTEMIS ->
          new Side.Queue(
              JmsResource.artemis(spec.name())
                  .url(spec.url())
                  .user(spec.user())
                  .password(spec.password())
                  .poolSize(2)
                  .connectTimeout(BOUND)
                  .callTimeout(BOUND)
                  .queue(spec.place())
                  .build(),
              spec.place());
    };
  }

  private static Side database(JdbcResourceBuilder builder, Spec spec) {
    return new Side.Database(
        builder
            .url(spec.url())
            .user(spec.user())
            .password(spec.password())
            .poolSize(2)
            .acquisitionTimeout(BOUND)
            .build());
  }
}

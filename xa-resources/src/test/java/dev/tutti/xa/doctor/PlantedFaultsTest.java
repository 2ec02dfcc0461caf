package dev.tutti.xa.doctor;

import static dev.tutti.xa.doctor.Practice.assertFound;
import static dev.tutti.xa.doctor.Practice.assertHealthy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.spi.Finding.Level;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.TransactionContext;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jdbc.JdbcResourceBuilder;
import dev.tutti.xa.jdbc.LastJdbcResource;
import dev.tutti.xa.jms.JmsResource;
import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.MariaDbServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.RealServers.Private;
import dev.tutti.xa.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Each fault is planted on a real server, and found with its fix; a healthy one is left alone. */
@RealServers
class PlantedFaultsTest {

  private static final TransactionContext NOBODY =
      new TransactionContext() {
        @Override
        public <H> Optional<H> currentHandle(Participant<H> participant) {
          return Optional.empty();
        }
      };

  private static final String RECOVERS = "recovery of a real branch";

  @TempDir Path dir;
  private Practice practice;

  @BeforeEach
  void open() {
    practice = new Practice(dir.resolve("store"));
  }

  @Test
  void postgresql(@Private PostgresServer server) throws Exception {
    server.createDatabase("doctor");
    assertHealthy(practice.examine(postgres(server)));

    assertFound(
        practice.examine(wrong(JdbcResource.postgresql("db"), server)),
        Level.FAIL,
        "reached",
        "password");

    sql(server, "ALTER ROLE " + server.user() + " SET synchronous_commit = off");
    assertFound(
        practice.examine(postgres(server)),
        Level.FAIL,
        "durability",
        "synchronous_commit off",
        "ALTER ROLE " + server.user() + " SET synchronous_commit = on");
    sql(server, "ALTER ROLE " + server.user() + " RESET synchronous_commit");

    plant(server, "full_page_writes=off");
    assertFound(
        practice.examine(postgres(server)),
        Level.WARN,
        "durability",
        "full_page_writes off",
        "full_page_writes = on");
    plant(server, "full_page_writes=on");

    plant(server, "fsync=off");
    assertFound(
        practice.examine(postgres(server)), Level.FAIL, "durability", "fsync off", "fsync = on");
    plant(server, "fsync=on");

    plant(server, "max_prepared_transactions=3");
    assertFound(
        practice.examine(postgres(server)),
        Level.WARN,
        "prepared transactions",
        "is 3",
        "max_prepared_transactions = 40");
    plant(server, "max_prepared_transactions=0");
    assertFound(
        practice.examine(postgres(server)),
        Level.FAIL,
        "reached",
        "max_prepared_transactions is 0",
        "postgresql.conf");
    plant(server, "max_prepared_transactions=200");

    plant(server, "max_connections=20");
    assertFound(
        practice.examine(postgres(server)), Level.FAIL, "connections", "raise max_connections");
    plant(server, "max_connections=300");

    server.stop();
    assertFound(practice.examine(postgres(server)), Level.FAIL, "reached", "check that it runs");
    server.start();
    assertHealthy(practice.examine(postgres(server)));
    homeOfDecisions(server);
  }

  private void homeOfDecisions(PostgresServer server) throws Exception {
    assertThat(practice.examine(last(server)))
        .extracting(f -> f.check() + " " + f.level())
        .containsExactly(
            "guarantee PASS", "reached PASS", "version PASS", "durability PASS", "clock PASS");

    sql(server, "ALTER ROLE " + server.user() + " SET synchronous_commit = off");
    assertFound(
        practice.examine(last(server)),
        Level.FAIL,
        "durability",
        "synchronous_commit off",
        "a last resource's",
        "ALTER ROLE " + server.user() + " SET synchronous_commit = on");
    sql(server, "ALTER ROLE " + server.user() + " RESET synchronous_commit");

    server.stop();
    assertFound(practice.examine(last(server)), Level.FAIL, "reached", "see that it runs");
  }

  private static LastJdbcResource last(PostgresServer server) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.url("doctor"));
    source.setUser(server.user());
    source.setPassword(server.password());
    return LastJdbcResource.of("home", source);
  }

  @Test
  void mysql(@Private MysqlServer server) throws Exception {
    server.createDatabase("doctor");
    assertHealthy(practice.examine(mysqlOf(server)));

    sql(server, "REVOKE XA_RECOVER_ADMIN ON *.* FROM '" + server.user() + "'@'%'");
    var lacking = practice.examine(mysqlOf(server));
    String grant = "GRANT XA_RECOVER_ADMIN ON *.* TO '" + server.user() + "'@'%'";
    assertFound(lacking, Level.FAIL, "privileges", grant);
    assertFound(lacking, Level.FAIL, RECOVERS, "XA_RECOVER_ADMIN");
    sql(server, grant);

    sql(server, "SET GLOBAL innodb_flush_log_at_trx_commit = 2");
    assertFound(
        practice.examine(mysqlOf(server)),
        Level.FAIL,
        "durability",
        "is 2",
        "innodb_flush_log_at_trx_commit = 1");
    sql(server, "SET GLOBAL innodb_flush_log_at_trx_commit = 1");

    sql(server, "CREATE TABLE doctor.loose (id INT) ENGINE = MyISAM");
    assertFound(
        practice.examine(mysqlOf(server)), Level.WARN, "tables", "loose", "ENGINE = InnoDB");
    sql(server, "DROP TABLE doctor.loose");

    sql(server, "SET GLOBAL read_only = 1");
    assertFound(practice.examine(mysqlOf(server)), Level.FAIL, "writable", "read_only is 1");
    sql(server, "SET GLOBAL read_only = 0");

    sql(server, "SET GLOBAL max_connections = 20");
    assertFound(
        practice.examine(mysqlOf(server)), Level.FAIL, "connections", "raise max_connections");
    sql(server, "SET GLOBAL max_connections = 300");

    plant(server, "--log-bin=binlog");
    assertFound(practice.examine(mysqlOf(server)), Level.FAIL, "binary log", "8.0.30 or newer");
    plant(server, "--skip-log-bin");
    assertHealthy(practice.examine(mysqlOf(server)));
  }

  @Test
  void mariaDb(@Private MariaDbServer server) throws Exception {
    server.createDatabase("doctor");
    assertHealthy(practice.examine(mariaDbOf(server)));

    sql(server, "SET GLOBAL innodb_flush_log_at_trx_commit = 0");
    assertFound(practice.examine(mariaDbOf(server)), Level.FAIL, "durability", "is 0");
    sql(server, "SET GLOBAL innodb_flush_log_at_trx_commit = 1");

    plant(server, "--log-bin=binlog");
    assertFound(practice.examine(mariaDbOf(server)), Level.FAIL, "binary log", "sync_binlog = 1");
    plant(server, "--skip-log-bin");
    assertHealthy(practice.examine(mariaDbOf(server)));
  }

  @Test
  void artemis(@Private ArtemisServer server) throws Exception {
    assertFound(
        practice.examine(broker(server)), Level.FAIL, "queue orders", "does not have it", "create");
    JmsResource creating = broker(server);
    creating.start(NOBODY);
    creating.initQueues();
    creating.close();
    assertHealthy(practice.examine(broker(server)));

    server.stop();
    assertFound(practice.examine(broker(server)), Level.FAIL, "reached", "see that it runs");
    server.start();
    assertHealthy(practice.examine(broker(server)));
  }

  @Test
  void h2IsForDevelopment() throws Exception {
    var found = practice.examine(JdbcResource.h2("db").file(dir.resolve("h2")).build());
    assertFound(found, Level.WARN, "guarantee", "DEVELOPMENT", "DURABLE_XA");
    assertHealthy(found, "guarantee");
  }

  @Test
  void aStoreInMemory() throws Exception {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "tutti-doctor");
    try {
      assertFound(
          new Practice(memory.resolve("store"))
              .store(JdbcResource.h2("db").file(dir.resolve("h2")).build()),
          Level.FAIL,
          "file system",
          "tmpfs",
          "--data");
    } finally {
      Trees.delete(memory);
    }
  }

  private static JdbcResource postgres(PostgresServer server) {
    return of(JdbcResource.postgresql("db"), server);
  }

  private static JdbcResource mysqlOf(MysqlServer server) {
    return of(JdbcResource.mysql("db"), server);
  }

  private static JdbcResource mariaDbOf(MariaDbServer server) {
    return of(JdbcResource.mariadb("db"), server);
  }

  private static JdbcResource of(JdbcResourceBuilder kind, DatabaseServer server) {
    return kind.url(server.url("doctor"))
        .user(server.user())
        .password(server.password())
        .poolSize(20)
        .build();
  }

  private static JdbcResource wrong(JdbcResourceBuilder kind, DatabaseServer server) {
    return kind.url(server.url("doctor")).user(server.user()).password("wrong").build();
  }

  private static JmsResource broker(ArtemisServer server) {
    return JmsResource.artemis("events")
        .url(server.url())
        .user(server.user())
        .password(server.password())
        .queue("orders")
        .build();
  }

  private static void plant(PostgresServer server, String line) {
    server.with(line);
    server.restart();
  }

  private static void plant(MysqlServer server, String option) {
    server.with(option);
    server.restart();
  }

  private static void plant(MariaDbServer server, String option) {
    server.with(option);
    server.restart();
  }

  private static void sql(DatabaseServer server, String statement) throws SQLException {
    try (Connection connection = server.admin("doctor");
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }
}

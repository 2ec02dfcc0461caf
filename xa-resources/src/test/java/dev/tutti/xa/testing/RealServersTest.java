package dev.tutti.xa.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.xa.testing.RealServers.Private;
import java.net.ConnectException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@RealServers
@Tag("campaign")
class RealServersTest {

  @Test
  void postgresKeepsWhatIsPreparedOverAKill(@Private PostgresServer server) throws Exception {
    server.createDatabase("shop");
    try (Connection connection = server.connect("shop")) {
      run(connection, "create table t (id int primary key)");
      run(connection, "begin", "insert into t values (1)", "prepare transaction 'x'");
    }
    survivesAKill(server);
    try (Connection connection = server.connect("shop")) {
      assertThat(one(connection, "select count(*) from pg_prepared_xacts")).isEqualTo("1");
      run(connection, "commit prepared 'x'");
      assertThat(one(connection, "select count(*) from t")).isEqualTo("1");
      assertThat(one(connection, "show fsync")).isEqualTo("on");
      assertThat(one(connection, "show synchronous_commit")).isEqualTo("on");
      assertThat(one(connection, "select rolsuper from pg_roles where rolname = current_user"))
          .isEqualTo("f");
    }
  }

  @Test
  void mysqlKeepsWhatIsPreparedOverAKill(@Private MysqlServer server) throws Exception {
    keepsWhatIsPrepared(server);
  }

  @Test
  void mariaDbKeepsWhatIsPreparedOverAKill(@Private MariaDbServer server) throws Exception {
    keepsWhatIsPrepared(server);
  }

  private static void keepsWhatIsPrepared(DatabaseServer server) throws SQLException {
    server.createDatabase("shop");
    try (Connection connection = server.connect("shop")) {
      run(connection, "create table t (id int primary key) engine=InnoDB");
      run(connection, "xa start 'x'", "insert into t values (1)", "xa end 'x'", "xa prepare 'x'");
      assertThat(one(connection, "select @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
    }
    survivesAKill(server);
    try (Connection connection = server.connect("shop")) {
      assertThat(one(connection, "xa recover")).isNotNull();
      run(connection, "xa commit 'x'");
      assertThat(one(connection, "select count(*) from t")).isEqualTo("1");
    }
  }

  @Test
  void artemisKeepsAMessageOverAKill(@Private ArtemisServer server) throws Exception {
    try (ServerLocator locator = ActiveMQClient.createServerLocator(server.url());
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = session(factory, server.password())) {
      ClientProducer producer = session.createProducer("orders");
      session.createQueue(QueueConfiguration.of("orders").setRoutingType(RoutingType.ANYCAST));
      producer.send(session.createMessage(true));
      assertThatThrownBy(() -> session(factory, "wrong")).hasMessageContaining("AMQ229031");
    }
    survivesAKill(server);
    try (ServerLocator locator = ActiveMQClient.createServerLocator(server.url());
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession session = session(factory, server.password())) {
      session.start();
      ClientConsumer consumer = session.createConsumer("orders");
      assertThat(consumer.receive(5_000)).isNotNull();
    }
  }

  private static ClientSession session(ClientSessionFactory factory, String password)
      throws Exception {
    return factory.createSession("app", password, false, true, true, false, 1);
  }

  private static void survivesAKill(TestServer server) {
    long pid = server.pid();
    int port = server.port();
    server.kill();
    assertThat(server.running()).isFalse();
    assertThat(ProcessHandle.of(pid).map(ProcessStat::alive).orElse(false)).isFalse();
    assertThatThrownBy(() -> new Socket(server.host(), port)).isInstanceOf(ConnectException.class);
    server.start();
    assertThat(server.port()).isEqualTo(port);
    assertThat(server.pid()).isNotEqualTo(pid);
    server.restart();
    assertThat(server.running()).isTrue();
  }

  @Test
  void theSharedOnesRunAndTheirUsersHaveRightsInTheirDatabasesOnly(
      PostgresServer postgres, MysqlServer mysql, MariaDbServer mariadb, ArtemisServer artemis)
      throws Exception {
    assertThat(artemis.running()).isTrue();
    assertThat(postgres).isSameAs(Servers.postgres());
    for (DatabaseServer server : new DatabaseServer[] {postgres, mysql, mariadb}) {
      server.createDatabase("fixture_rights");
      server.createUser("other", "pw-other", "fixture_rights");
      try (Connection connection =
          DriverManager.getConnection(server.url("fixture_rights"), "other", "pw-other")) {
        run(connection, "create table t (id int)");
        assertThatThrownBy(() -> run(connection, "create database more"))
            .isInstanceOf(SQLException.class);
      }
    }
  }

  @Test
  void aFrozenServerAnswersWhenItIsThawed(@Private MysqlServer server) throws Exception {
    server.createDatabase("frozen");
    try (Connection connection = server.connect("frozen")) {
      connection.setNetworkTimeout(Runnable::run, 300);
      server.freeze();
      assertThatThrownBy(() -> one(connection, "select 1")).isInstanceOf(SQLException.class);
    } finally {
      server.thaw();
    }
    try (Connection connection = server.connect("frozen")) {
      assertThat(one(connection, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void postgresLeavesNoProcessBehind(@Private("tree") PostgresServer server) throws Exception {
    server.createDatabase("tree");
    var children = ProcessHandle.of(server.pid()).orElseThrow().descendants().toList();
    assertThat(children).isNotEmpty();
    try (Connection connection = server.connect("tree")) {
      assertThat(one(connection, "select 1")).isEqualTo("1");
      server.kill();
      assertThat(children).noneMatch(ProcessStat::alive);
      assertThatThrownBy(() -> one(connection, "select 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void whatAJvmStartedEndsWithIt() throws Exception {
    Process child = LeashedChild.start();
    String pid = child.inputReader().readLine();
    ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    assertThat(ProcessStat.alive(server)).isTrue();
    child.destroyForcibly().waitFor();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !ProcessStat.alive(server));
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}

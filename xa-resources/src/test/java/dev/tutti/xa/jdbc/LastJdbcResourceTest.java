package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.LastResourceManager.Decision;
import dev.tutti.tm.spi.ReceiptStore.Claim;
import dev.tutti.tm.spi.ReceiptStore.KeyReceipt;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastJdbcResourceTest {

  @TempDir Path directory;
  private DataSource source;
  private LastJdbcResource audit;

  @BeforeEach
  void open() throws SQLException {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:retry:" + directory.resolve("audit") + ";WRITE_DELAY=0");
    h2.setUser("sa");
    source = h2;
    audit = LastJdbcResource.of("audit", source);
    try (Connection connection = source.getConnection()) {
      H2Fixture.run(connection, "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
    }
  }

  private long items() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM item")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void itsCommitIsTheDecision() throws Exception {
    HandTransaction transaction = new HandTransaction("t1");
    H2Fixture.insert(audit.join(transaction), 1);
    transaction.close();
    transaction.last.commit();
    transaction.release(true);

    assertThat(items()).isEqualTo(1);
    assertThat(audit.settle("t1")).isEqualTo(Decision.COMMITTED);
    assertThat(audit.settle("t1")).isEqualTo(Decision.COMMITTED);
  }

  @Test
  void rollsBack() throws Exception {
    HandTransaction transaction = new HandTransaction("t1");
    H2Fixture.insert(audit.join(transaction), 1);
    transaction.close();
    transaction.last.rollback();
    transaction.release(true);
    assertThat(items()).isZero();
  }

  @Test
  void anAbortThatWasSettledWinsOverALateCommit() throws Exception {
    HandTransaction transaction = new HandTransaction("t1");
    H2Fixture.insert(audit.join(transaction), 1);
    transaction.close();
    assertThat(audit.settle("t1")).isEqualTo(Decision.ABORTED);
    assertThatThrownBy(transaction.last::commit).isInstanceOf(SQLException.class);
    transaction.release(true);
    assertThat(items()).isZero();
    assertThat(audit.settle("t1")).isEqualTo(Decision.ABORTED);
  }

  @Test
  void aWriterThatStillHoldsTheRowIsLeftAlone() throws Exception {
    audit.settle("warm-up");
    try (Connection writer = source.getConnection()) {
      writer.setAutoCommit(false);
      H2Fixture.run(
          writer, "INSERT INTO tutti_decision (tx_id, outcome) VALUES ('t1', 'COMMITTED')");
      assertThat(audit.settle("t1")).isEqualTo(Decision.UNDECIDED);
      writer.commit();
      assertThat(audit.settle("t1")).isEqualTo(Decision.COMMITTED);
      H2Fixture.run(
          writer, "INSERT INTO tutti_decision (tx_id, outcome) VALUES ('t2', 'COMMITTED')");
      assertThat(audit.settle("t2")).isEqualTo(Decision.UNDECIDED);
      writer.rollback();
      assertThat(audit.settle("t2")).isEqualTo(Decision.ABORTED);
    }
  }

  @Test
  void keepsReceiptsToo() throws Exception {
    audit.prepareReceipts();
    HandTransaction transaction = new HandTransaction("t1");
    Connection handle = audit.join(transaction);
    KeyReceipt receipt = new KeyReceipt("k", "t1", "");
    assertThat(audit.claim(handle, receipt, Duration.ofMillis(100))).isEqualTo(new Claim.Claimed());
    transaction.close();
    transaction.last.commit();
    transaction.release(true);
    assertThat(audit.find("k")).contains(receipt);
    assertThat(audit.purgeReceipts(Duration.ofHours(1))).isZero();
  }

  private List<String> decisions() throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT tx_id FROM tutti_decision")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = source.getConnection()) {
      H2Fixture.run(connection, sql);
    }
  }

  @Test
  void purgesTheDecisionsOfOneNode() throws Exception {
    for (String id : List.of("a_1-x", "ab1-x", "a%1-x", "a!1-x", "tutti-x")) {
      audit.settle(id);
    }
    audit.purgeDecisions("a_1-", Duration.ofHours(1));
    assertThat(decisions()).hasSize(6);
    run("UPDATE tutti_decision SET created_at = DATEADD('HOUR', -2, created_at)");
    audit.purgeDecisions("a_1-", Duration.ofHours(1));
    assertThat(decisions())
        .containsExactlyInAnyOrder("a!1-x", "a%1-x", "ab1-x", "tutti-identity", "tutti-x");
    audit.purgeDecisions("a!1-", Duration.ofHours(1));
    audit.purgeDecisions("a%1-", Duration.ofHours(1));
    audit.purgeDecisions("tutti-", Duration.ofHours(1));
    assertThat(decisions()).containsExactlyInAnyOrder("ab1-x", "tutti-identity");
  }

  @Test
  void itsIdentityComesAndGoesWithItsTable() throws Exception {
    String first = audit.identity().orElseThrow();
    assertThat(audit.identity()).contains(first);
    assertThat(LastJdbcResource.of("audit", source).identity()).contains(first);
    run("DELETE FROM tutti_decision");
    String emptied = audit.identity().orElseThrow();
    assertThat(emptied).isNotEqualTo(first);
    run("DROP TABLE tutti_decision");
    assertThat(audit.identity().orElseThrow()).isNotIn(first, emptied);
  }

  @Test
  void purgesDecisionsByAge() throws Exception {
    audit.settle("t1");
    audit.purgeDecisions("t", Duration.ofHours(1));
    try (Connection connection = source.getConnection()) {
      H2Fixture.run(
          connection, "UPDATE tutti_decision SET created_at = DATEADD('HOUR', -2, created_at)");
      audit.purgeDecisions("t", Duration.ofHours(1));
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT 1 FROM tutti_decision WHERE tx_id = 't1'")) {
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void anUnreachableSourceIsNamed() {
    JdbcDataSource nowhere = new JdbcDataSource();
    nowhere.setURL("jdbc:h2:/nowhere/" + directory.getFileName() + ";IFEXISTS=TRUE");
    assertThatThrownBy(() -> LastJdbcResource.of("audit", nowhere).settle("t1"))
        .isInstanceOf(ResourceUnavailableException.class)
        .hasMessageStartingWith("audit: ");
  }
}

package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.spi.LastResourceManager.Decision;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.xa.config.TlsSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a last resource's connection when an end does not go as it should. */
class LastResourceEndsTest {

  @TempDir Path directory;
  private JdbcDataSource h2;
  private Tampered source;
  private LastJdbcResource audit;
  private final HandTransaction transaction = new HandTransaction("t1");

  @BeforeEach
  void open() throws SQLException {
    h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:retry:" + directory.resolve("audit") + ";WRITE_DELAY=0");
    h2.setUser("sa");
    source = new Tampered(h2);
    audit = LastJdbcResource.of("audit", source);
    try (Connection connection = h2.getConnection()) {
      H2Fixture.run(connection, "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
    }
  }

  private long count(String from) throws SQLException {
    try (Connection connection = h2.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void aRollbackThatFailedNeverBecomesACommit() throws Exception {
    H2Fixture.insert(audit.join(transaction), 1);
    transaction.close();
    source.failing.add("rollback");
    assertThatThrownBy(transaction.last::rollback).isInstanceOf(SQLException.class);
    transaction.release(true);
    assertThat(count("item")).isZero();
    assertThat(source.real.get(0).isClosed()).isTrue();
  }

  @Test
  void aCommitAndARollbackThatFailedNeverBecomeACommit() throws Exception {
    H2Fixture.insert(audit.join(transaction), 1);
    transaction.close();
    source.failing.addAll(List.of("rollback", "commit"));
    assertThatThrownBy(transaction.last::commit).isInstanceOf(SQLException.class);
    transaction.release(true);
    assertThat(count("item")).isZero();
    assertThat(count("tutti_decision WHERE outcome = 'COMMITTED'")).isZero();
  }

  private JdbcPool pool() throws SQLException {
    JdbcSettings.Pool one =
        new JdbcSettings.Pool(1, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO);
    Duration lock = Duration.ofSeconds(1);
    return new JdbcPool(
        new JdbcSettings(
            "audit",
            h2.getURL(),
            "sa",
            new JdbcSettings.Secret(""),
            one,
            lock,
            Optional.empty(),
            TlsSettings.OFF),
        null,
        new H2Dialect(lock));
  }

  private static void commit(HandTransaction transaction) throws Exception {
    transaction.close();
    transaction.last.commit();
    transaction.release(true);
  }

  @Test
  void aConnectionOfUnknownFateIsNotCommittedByItsPool() throws Exception {
    try (JdbcPool pool = pool()) {
      LastJdbcResource pooled = LastJdbcResource.of("audit", pool.dataSource());
      H2Fixture.insert(pooled.join(transaction), 1);
      transaction.release(false);
      assertThat(count("item")).isZero();
      HandTransaction next = new HandTransaction("t2");
      H2Fixture.insert(pooled.join(next), 2);
      commit(next);
      assertThat(count("item")).isEqualTo(1);
    }
  }

  @Test
  void aLateAbortDoesNotHitTheNextUserOfTheConnection() throws Exception {
    try (Connection only = h2.getConnection()) {
      Tampered kept = new Tampered(only);
      LastJdbcResource pooled = LastJdbcResource.of("audit", kept);
      H2Fixture.insert(pooled.join(transaction), 1);
      commit(transaction);
      HandTransaction next = new HandTransaction("t2");
      H2Fixture.insert(pooled.join(next), 2);
      transaction.cancel.run();
      transaction.abort.run();
      commit(next);
      assertThat(count("item")).isEqualTo(2);
    }
  }

  @Test
  void aDecisionIsOnDiskBeforeItIsAnswered() throws Exception {
    H2Fixture.insert(audit.join(transaction), 1);
    transaction.close();
    source.calls.clear();
    transaction.last.commit();
    assertThat(source.calls).containsSubsequence("commit", "CHECKPOINT SYNC");
    transaction.release(true);
    source.calls.clear();
    assertThat(audit.settle("t1")).isEqualTo(Decision.COMMITTED);
    assertThat(source.calls).containsSubsequence("commit", "CHECKPOINT SYNC");
    source.calls.clear();
    assertThat(audit.settle("t2")).isEqualTo(Decision.ABORTED);
    assertThat(source.calls).containsSubsequence("commit", "CHECKPOINT SYNC");
  }

  @Test
  void aCommitThatWasNotForcedIsNotAnswered() throws Exception {
    H2Fixture.insert(audit.join(transaction), 1);
    transaction.close();
    source.failing.add("CHECKPOINT SYNC");
    assertThatThrownBy(transaction.last::commit).hasMessageContaining("CHECKPOINT SYNC");
    assertThatThrownBy(() -> audit.settle("t1")).isInstanceOf(ResourceUnavailableException.class);
    source.failing.clear();
    assertThat(audit.settle("t1")).isEqualTo(Decision.COMMITTED);
    transaction.release(true);
    assertThat(count("item")).isEqualTo(1);
  }

  @Test
  void aSettlementThatFailedLeavesItsConnectionAsItWas() throws Exception {
    try (Connection only = h2.getConnection()) {
      Tampered kept = new Tampered(only);
      LastJdbcResource pooled = LastJdbcResource.of("audit", kept);
      pooled.settle("warm-up");
      kept.failing.add("commit");
      assertThatThrownBy(() -> pooled.settle("t1"))
          .isInstanceOf(ResourceUnavailableException.class);
      assertThat(only.getAutoCommit()).isTrue();
      try (Statement statement = only.createStatement();
          ResultSet rows = statement.executeQuery("CALL LOCK_TIMEOUT()")) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(5000);
      }
      assertThat(count("tutti_decision WHERE tx_id = 't1'")).isZero();

      kept.failing.add("rollback");
      assertThatThrownBy(() -> pooled.settle("t2"))
          .isInstanceOf(ResourceUnavailableException.class);
      assertThat(only.isClosed()).isTrue();
      assertThat(count("tutti_decision WHERE tx_id = 't2'")).isZero();
    }
  }

  @Test
  void aJoinAfterTheEndGivesItsConnectionBack() throws Exception {
    try (JdbcPool pool = pool()) {
      LastJdbcResource pooled = LastJdbcResource.of("audit", pool.dataSource());
      transaction.over = true;
      assertThatThrownBy(() -> pooled.join(transaction)).isInstanceOf(HandleClosedException.class);
      assertThat(pool.inUse()).isZero();
      HandTransaction broken = new HandTransaction("t2");
      broken.registrationFails = true;
      assertThatThrownBy(() -> pooled.join(broken)).hasMessageContaining("says the test");
      assertThat(pool.inUse()).isZero();
      assertThat(pooled.settle("t3")).isEqualTo(Decision.ABORTED);
    }
  }
}

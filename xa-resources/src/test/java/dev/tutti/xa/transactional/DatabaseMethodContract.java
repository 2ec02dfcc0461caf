package dev.tutti.xa.transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.transactional.Retry;
import dev.tutti.tm.transactional.TransactionOptions;
import dev.tutti.xa.jdbc.JdbcResource;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What annotated methods ask of every database. */
abstract class DatabaseMethodContract {

  /** Work on the database by its ordinary data source. */
  interface Work {
    void run(Connection connection, int attempt) throws SQLException;
  }

  /** What is annotated. */
  interface Stock {
    void reserve(Work work) throws SQLException;

    void read(Work work) throws SQLException;
  }

  private final class StockBean implements Stock {
    private int attempts;

    @Override
    @Transactional(rollbackOn = SQLException.class)
    @TransactionOptions(retry = @Retry(maxAttempts = 3, backoff = "PT0.001S"))
    public void reserve(Work work) throws SQLException {
      run(work);
    }

    @Override
    @Transactional(rollbackOn = SQLException.class)
    @TransactionOptions(readOnly = true)
    public void read(Work work) throws SQLException {
      run(work);
    }

    private void run(Work work) throws SQLException {
      try (Connection connection = stock.dataSource().getConnection()) {
        work.run(connection, ++attempts);
      }
    }
  }

  @TempDir Path dir;
  private final StockBean bean = new StockBean();
  private JdbcResource stock;
  private TransactionSystem tutti;
  private Stock methods;

  /** The resource, with one connection that waits 300 ms for a lock, and a table item. */
  abstract JdbcResource open(Path directory) throws SQLException;

  /** A connection that has nothing to do with ours. */
  abstract Connection foreign() throws SQLException;

  /** How it refuses a write in a transaction that only reads; empty if it does not. */
  abstract Optional<String> refusesToWrite();

  @BeforeEach
  void start() throws Exception {
    stock = open(dir);
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .build(),
            stock);
    methods = tutti.transactional(Stock.class, bean);
    try (Connection connection = foreign()) {
      execute(connection, "INSERT INTO item (id, name) VALUES (1, 'new')");
    }
  }

  @AfterEach
  void stop() {
    if (tutti != null) {
      tutti.close();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String name() throws SQLException {
    try (Connection connection = foreign();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM item WHERE id = 1")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void aLockThatIsNotToBeHadIsAConflict() throws Exception {
    try (Connection rival = foreign()) {
      rival.setAutoCommit(false);
      execute(rival, "UPDATE item SET name = 'rival' WHERE id = 1");
      methods.reserve(
          (connection, attempt) -> {
            if (attempt == 2) {
              rival.commit();
            }
            execute(connection, "UPDATE item SET name = 'attempt " + attempt + "' WHERE id = 1");
          });
    }
    assertThat(name()).isEqualTo("attempt 2");
  }

  @Test
  void aDuplicateIsNoConflict() {
    assertThatThrownBy(
            () ->
                methods.reserve(
                    (connection, attempt) ->
                        execute(connection, "INSERT INTO item (id, name) VALUES (1, 'again')")))
        .isInstanceOf(SQLException.class);
    assertThat(bean.attempts).isEqualTo(1);
  }

  @Test
  void aMethodThatOnlyReadsIsToldToTheDatabaseAndLeavesNoTrace() throws Exception {
    methods.read(
        (connection, attempt) -> execute(connection, "SELECT name FROM item WHERE id = 1"));
    if (refusesToWrite().isPresent()) {
      assertThatThrownBy(
              () ->
                  methods.read(
                      (connection, attempt) ->
                          execute(connection, "UPDATE item SET name = 'read' WHERE id = 1")))
          .isInstanceOf(SQLException.class)
          .hasStackTraceContaining(refusesToWrite().get());
      assertThat(name()).isEqualTo("new");
    }
    methods.reserve(
        (connection, attempt) ->
            execute(connection, "UPDATE item SET name = 'written' WHERE id = 1"));
    assertThat(name()).isEqualTo("written");
  }
}

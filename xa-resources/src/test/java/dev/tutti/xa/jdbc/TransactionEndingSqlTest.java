package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL that would end the transaction, against a real H2: its work must be gone afterwards. */
class TransactionEndingSqlTest {

  private static final String SAID = "end the transaction";

  @TempDir Path directory;
  private JdbcResource orders;
  private final HandTransaction transaction = new HandTransaction("t1");
  private Connection handle;

  @BeforeEach
  void open() throws Exception {
    orders = H2Fixture.open(directory);
    handle = orders.join(transaction);
    H2Fixture.insert(handle, 1);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    transaction.rollback();
    assertThat(H2Fixture.count(orders)).isZero();
    orders.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        "SET AUTOCOMMIT TRUE",
        "set /* x */ autocommit on",
        "EXECUTE IMMEDIATE 'COMMIT'",
        "// x\nCOMMIT",
        "-- x\nCOMMIT",
        "-- x\rCOMMIT",
        "/* x */COMMIT",
        "/* /* x */ */ COMMIT",
        "/**/ // y\n -- z\n COMMIT",
        "\t\n COMMIT",
        ";COMMIT",
        ";;  ; COMMIT;",
        "(COMMIT)",
        "@COMMIT",
        "{fn COMMIT}",
        "{COMMIT}",
        "SELECT 1; COMMIT",
        "SELECT 1 // '\n; COMMIT // '",
        "SELECT 1 AS a$$; COMMIT; SELECT 1 AS b$$",
        "SELECT '''' ; COMMIT",
        "SELECT 1 AS \"a;\"; COMMIT",
        "SELECT 1 /* /* */ ' */ ; COMMIT -- '",
        "SELECT 1$$ ' $$; COMMIT -- '",
        "SELECT $1$$ ' $$; COMMIT -- '",
        "SELECT 1 AS [']; COMMIT -- '",
        "PREPARE COMMIT x",
        "BEGIN",
        "START TRANSACTION",
        "ROLLBACK",
        "COMMIT TRANSACTION x",
        "CREATE LOCAL TEMPORARY TABLE x (y INT)",
        "DECLARE GLOBAL TEMPORARY TABLE x (y INT)",
        "ALTER TABLE item ADD z INT",
        "DROP TABLE IF EXISTS nothing",
        "TRUNCATE TABLE item",
        "ANALYZE",
        "COMMENT ON TABLE item IS 'x'",
        "GRANT SELECT ON item TO PUBLIC",
        "SET SCHEMA PUBLIC",
        "SET CACHE_SIZE 1000",
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "USE PUBLIC",
        "CHECKPOINT",
        "CHECKPOINT SYNC",
        "SCRIPT",
        "RUNSCRIPT FROM '/nowhere'",
        "BACKUP TO '/nowhere/x.zip'",
        "SHUTDOWN",
        "REFRESH MATERIALIZED VIEW x",
        "SELECT * FROM LINK_SCHEMA('X', '', 'jdbc:h2:mem:x', 'sa', '', 'PUBLIC')",
        "SELECT * FROM \"LINK_SCHEMA\"('X', '', 'jdbc:h2:mem:x', 'sa', '', 'PUBLIC')"
      })
  void isRefusedHoweverItIsRun(String sql) throws Exception {
    try (Statement statement = handle.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining(SAID);
      assertThatThrownBy(() -> statement.executeUpdate(sql)).hasMessageContaining(SAID);
      assertThatThrownBy(() -> statement.executeLargeUpdate(sql, Statement.NO_GENERATED_KEYS))
          .hasMessageContaining(SAID);
      assertThatThrownBy(() -> statement.executeQuery(sql)).hasMessageContaining(SAID);
      assertThatThrownBy(() -> statement.addBatch(sql)).hasMessageContaining(SAID);
    }
    assertThatThrownBy(() -> handle.prepareStatement(sql)).hasMessageContaining(SAID);
    assertThatThrownBy(() -> handle.prepareCall(sql)).hasMessageContaining(SAID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ; ",
        "-- COMMIT",
        "/* ; COMMIT */ SELECT 1",
        "SELECT ';COMMIT'",
        "SELECT $$;COMMIT$$",
        "SELECT 1 AS \";COMMIT\"",
        "// ; COMMIT\nSELECT 1",
        "(SELECT 1)",
        "(SELECT 1) UNION (SELECT 2)",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "VALUES (1)",
        "TABLE item",
        "CALL 1 + 1",
        "{call ABS(1)}",
        "SHOW TABLES",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE INSERT INTO item VALUES (7, 'x')",
        "HELP SELECT",
        "SET @x = 1",
        "SET LOCK_TIMEOUT 1000",
        "MERGE INTO item KEY (id) VALUES (1, 'y')",
        "UPDATE item SET name = 'COMMIT'; DELETE FROM item WHERE id = 5",
        "INSERT INTO item SELECT 9, 'z' FROM FINAL TABLE (INSERT INTO item VALUES (8, 'y'))"
      })
  void leavesTheTransactionOpenWhereItPasses(String sql) throws Exception {
    H2Fixture.run(handle, sql);
    H2Fixture.insert(handle, 2);
  }
}

package dev.tutti.xa.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The contract in the words of MySQL and MariaDB. */
abstract class MySqlContract extends JdbcContract {

  @Override
  void killSessions() throws SQLException {
    MySqlBed.killSessions(server(), database());
  }

  @Override
  String sleep(int seconds) {
    return "SELECT SLEEP(" + seconds + ")";
  }

  @Override
  List<String> endsTheTransaction() {
    List<String> sql =
        new ArrayList<>(
            List.of(
                "COMMIT",
                "ROLLBACK",
                "ROLLBACK WORK AND CHAIN",
                "BEGIN",
                "START TRANSACTION",
                "XA END 'x'",
                "XA ROLLBACK 'x'",
                "XA RECOVER",
                "CREATE TABLE x (a INT)",
                "CREATE TEMPORARY TABLE x (a INT)",
                "DROP TABLE IF EXISTS x",
                "TRUNCATE TABLE item",
                "ALTER TABLE item ADD COLUMN x INT",
                "ANALYZE TABLE item",
                "LOCK TABLES item WRITE",
                "UNLOCK TABLES",
                "LOCK INSTANCE FOR BACKUP",
                "FLUSH TABLES",
                "GRANT SELECT ON *.* TO x",
                "PREPARE s FROM 'COMMIT'",
                "EXECUTE s",
                "EXECUTE IMMEDIATE 'COMMIT'",
                "BEGIN NOT ATOMIC COMMIT; END",
                "SET autocommit = 1",
                "SET @@autocommit = 1",
                "SET SESSION autocommit = 1",
                "SET @x = 1, autocommit = 1",
                "SET sql_mode = 'ANSI_QUOTES'",
                "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
                "SET NAMES latin1",
                "SET STATEMENT max_statement_time = 1 FOR COMMIT",
                "USE mysql",
                "KILL 1",
                "HANDLER item OPEN",
                "LOAD INDEX INTO CACHE item"));
    sql.addAll(
        List.of(
            "/* x */ COMMIT",
            "/*! COMMIT */",
            "/*!50000 COMMIT */",
            "/*M!100000 COMMIT */",
            "SELECT 1 /*! ; COMMIT */",
            "# x\nCOMMIT",
            "-- x\nCOMMIT",
            "--\tx\nCOMMIT",
            ";COMMIT",
            "SELECT 1; COMMIT",
            "SELECT '\\\\'; COMMIT",
            "SELECT '\\'; COMMIT -- '",
            "SELECT \"\\\"; COMMIT -- \"",
            "SELECT `\\`; COMMIT",
            "SELECT 1 --; COMMIT",
            "SELECT 1 /* ' */; COMMIT -- '"));
    return sql;
  }

  @Override
  List<String> leavesItOpen() {
    return List.of(
        "SELECT ';COMMIT'",
        "SELECT \";COMMIT\"",
        "SELECT 1 AS `;COMMIT`",
        "SELECT 'it''s; COMMIT'",
        "/* ; COMMIT */ SELECT 1",
        "# ; COMMIT\nSELECT 1",
        "-- ; COMMIT\nSELECT 1",
        "SELECT 5 --5",
        "SELECT /*+ MAX_EXECUTION_TIME(1000) */ 1",
        "(SELECT 1)",
        "SET @x = 1",
        "DO 1",
        "SHOW TABLES",
        "EXPLAIN SELECT 1",
        "DESCRIBE item",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "REPLACE INTO item VALUES (7, 'x')");
  }
}

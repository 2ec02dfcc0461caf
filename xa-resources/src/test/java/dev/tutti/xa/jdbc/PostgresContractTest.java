package dev.tutti.xa.jdbc;

import dev.tutti.xa.testing.DatabaseServer;
import dev.tutti.xa.testing.Servers;
import java.sql.SQLException;
import java.util.List;

class PostgresContractTest extends JdbcContract {

  @Override
  DatabaseServer server() {
    return Servers.postgres();
  }

  @Override
  JdbcResourceBuilder builder(String name) {
    return JdbcResource.postgresql(name);
  }

  @Override
  void killSessions() throws SQLException {
    PostgresSessions.killAll(Servers.postgres(), database());
  }

  @Override
  String sleep(int seconds) {
    return "SELECT pg_sleep(" + seconds + ")";
  }

  @Override
  List<String> endsTheTransaction() {
    return List.of(
        "COMMIT",
        "END",
        "ABORT",
        "ROLLBACK",
        "ROLLBACK WORK",
        "ROLLBACK AND CHAIN",
        "COMMIT AND CHAIN",
        "BEGIN",
        "START TRANSACTION",
        "PREPARE TRANSACTION 'x'",
        "COMMIT PREPARED 'x'",
        "/* /* x */ */ COMMIT",
        "-- x\nCOMMIT",
        ";COMMIT",
        "SELECT 1; COMMIT",
        "SELECT E'\\'; COMMIT; --'; COMMIT",
        "SELECT E'\\''; /* ; */ COMMIT",
        "SELECT '\\'; COMMIT; --'",
        "SELECT $a$ ; $$ ; $a$; COMMIT",
        "SELECT $a$x$b$; $a$; COMMIT",
        "SELECT 1 AS a$$; COMMIT; SELECT 1 AS b$$",
        "SELECT U&'\\0061'; COMMIT",
        "SELECT 1 AS \"a;\"; COMMIT",
        "SELECT 1 /* ' */; COMMIT -- '",
        "SET lock_timeout = 1",
        "SET SESSION lock_timeout = 1",
        "SET LOCAL standard_conforming_strings = off",
        "RESET ALL",
        "DISCARD ALL",
        "LISTEN x");
  }

  @Override
  List<String> leavesItOpen() {
    return List.of(
        "SAVEPOINT a; ROLLBACK TO a; RELEASE a",
        "SAVEPOINT a; ROLLBACK TRANSACTION TO SAVEPOINT a",
        "SET LOCAL work_mem = '8MB'",
        "SET CONSTRAINTS ALL DEFERRED",
        "SELECT ';COMMIT'",
        "SELECT $$;COMMIT$$",
        "SELECT $a$;COMMIT$a$",
        "SELECT E'\\';COMMIT'",
        "/* /* ; COMMIT */ ; COMMIT */ SELECT 1",
        "SELECT 1 AS \";COMMIT\"",
        "CREATE TABLE extra (id INT); ALTER TABLE extra ADD COLUMN x INT",
        "DO $$ BEGIN INSERT INTO item VALUES (7, 'x'); END $$",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "VALUES (1)",
        "EXPLAIN SELECT 1");
  }
}

package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that is not known is trusted with less. */
class StandardDialectTest {

  private final StandardDialect standard = new StandardDialect();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        "create table x (y int)",
        "Drop table x",
        "SET AUTOCOMMIT = 1",
        "SET @@session.autocommit = 1",
        "SET SESSION AUTOCOMMIT ON",
        "/*! COMMIT */",
        "/*M!50000 COMMIT */ SELECT 1",
        "SELECT 1 // '\n; COMMIT -- '",
        "SELECT 1 # '\n; COMMIT -- '",
        "SELECT '\\'; COMMIT -- '",
        "SELECT $a$ '$a$; COMMIT -- '",
        "SELECT 1 --'\n; COMMIT",
        "SELECT 1--1; COMMIT",
        "// x\nCOMMIT",
        "@COMMIT",
        "END",
        "EXECUTE IMMEDIATE 'COMMIT'",
        "DO $$ BEGIN COMMIT; END $$",
        "LOCK TABLES x WRITE"
      })
  void refusesWhatEndsATransactionInSomeDatabase(String sql) {
    assertThat(standard.refusal(sql)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "(SELECT 1)",
        "{?= call f(1)}",
        "INSERT INTO x VALUES ('a; commit')",
        "UPDATE x SET y = '#1; -- b' WHERE z = 2",
        "SET LOCAL x = 1",
        "-- nothing"
      })
  void letsWorkPass(String sql) {
    assertThat(standard.refusal(sql)).isEmpty();
  }
}

package dev.tutti.xa.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What MySQL and MariaDB read of SQL: words in upper case and single signs; texts, names in
 * backquotes and comments are left out. How texts end depends on the session's {@code sql_mode},
 * which we do not know, so a backslash is read in every way.
 */
final class MySqlTokens {

  /** Stands for a comment that is executed. */
  static final String EXECUTED = "/*!";

  private static final String TEXT = "'";

  private final String sql;
  private final boolean singleEscapes;
  private final boolean doubleEscapes;
  private final List<List<String>> statements = new ArrayList<>();
  private List<String> current = new ArrayList<>();
  private int at;

  private MySqlTokens(String sql, boolean singleEscapes, boolean doubleEscapes) {
    this.sql = sql;
    this.singleEscapes = singleEscapes;
    this.doubleEscapes = doubleEscapes;
  }

  /** The statements of every reading, empty ones left out. */
  static List<List<String>> of(String sql) {
    List<List<String>> found = new MySqlTokens(sql, true, true).read();
    if (sql.indexOf('\\') >= 0) {
      found.addAll(new MySqlTokens(sql, true, false).read()); // ANSI_QUOTES
      found.addAll(new MySqlTokens(sql, false, false).read()); // NO_BACKSLASH_ESCAPES
    }
    return found;
  }

  private List<List<String>> read() {
    while (at < sql.length()) {
      step();
    }
    end();
    return statements;
  }

  private void step() {
    char c = sql.charAt(at);
    if (c == ';') {
      end();
      at++;
    } else if (c == '#' || isDashes()) {
      line();
    } else if (sql.startsWith("/*", at)) {
      comment();
    } else if (c == '\'' || c == '"' || c == '`') {
      quoted(c);
      current.add(TEXT);
    } else if (isWord(c)) {
      word();
    } else {
      if (c > ' ') {
        current.add(String.valueOf(c));
      }
      at++;
    }
  }

  private void end() {
    if (!current.isEmpty()) {
      statements.add(current);
      current = new ArrayList<>();
    }
  }

  /** Two dashes begin a comment only before a blank. */
  private boolean isDashes() {
    return sql.startsWith("--", at) && (at + 2 >= sql.length() || sql.charAt(at + 2) <= ' ');
  }

  private void line() {
    while (at < sql.length() && sql.charAt(at) != '\n') {
      at++;
    }
  }

  private void comment() {
    if (sql.startsWith("!", at + 2) || sql.startsWith("M!", at + 2)) {
      current.add(EXECUTED);
    }
    int found = sql.indexOf("*/", at + 2);
    at = found < 0 ? sql.length() : found + 2;
  }

  private void quoted(char mark) {
    boolean escapes = mark == '\'' ? singleEscapes : mark == '"' && doubleEscapes;
    at++;
    while (at < sql.length() && sql.charAt(at) != mark) {
      at += escapes && sql.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + 1, sql.length());
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
  }

  private void word() {
    int from = at;
    while (at < sql.length() && isWord(sql.charAt(at))) {
      at++;
    }
    current.add(sql.substring(from, at).toUpperCase(Locale.ROOT));
  }
}

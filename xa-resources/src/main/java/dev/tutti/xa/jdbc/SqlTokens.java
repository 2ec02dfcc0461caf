package dev.tutti.xa.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a database reads of SQL, as far as it takes to see a statement that ends a transaction:
 * words in upper case, quoted names without their quotes, and single signs. Texts and comments are
 * left out. What is not closed runs to the end, as the databases refuse it.
 */
final class SqlTokens {

  /** Stands for a text between quotes. */
  static final String TEXT = "'";

  private final String sql;
  private final Lexis lexis;
  private final List<List<String>> statements = new ArrayList<>();
  private List<String> current = new ArrayList<>();
  private int at;

  private SqlTokens(String sql, Lexis lexis) {
    this.sql = sql;
    this.lexis = lexis;
  }

  /** The statements, empty ones left out. */
  static List<List<String>> of(String sql, Lexis lexis) {
    return new SqlTokens(sql, lexis).read();
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
    } else if (sql.startsWith("--", at) || (lexis.slashComments() && sql.startsWith("//", at))) {
      line();
    } else if (sql.startsWith("/*", at)) {
      comment();
    } else if (c == '$' && !dollarMark().isEmpty()) {
      String mark = dollarMark();
      after(mark, mark.length());
      current.add(TEXT);
    } else if (c == '\'') {
      after("'", 1);
      current.add(TEXT);
    } else if (c == '"' || (c == '`' && lexis.backquotes())) {
      current.add(after(String.valueOf(c), 1).toUpperCase(Locale.ROOT));
    } else if (Character.isJavaIdentifierStart(c) && c != '$') {
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

  private void line() {
    while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
      at++;
    }
  }

  /** Some databases run what stands in a comment of this kind. */
  private void comment() {
    if (lexis.nestedComments()) {
      nested();
      return;
    }
    String text = after("*/", 2);
    if (text.startsWith("!") || text.startsWith("M!")) {
      current.add("/*!");
    }
  }

  private void nested() {
    int depth = 0;
    do {
      boolean opens = sql.startsWith("/*", at);
      boolean closes = sql.startsWith("*/", at);
      depth += opens ? 1 : closes ? -1 : 0;
      at += opens || closes ? 2 : 1;
    } while (depth > 0 && at < sql.length());
  }

  private void word() {
    int from = at;
    while (at < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at))) {
      at++;
    }
    String word = sql.substring(from, at).toUpperCase(Locale.ROOT);
    if (lexis.escapedTexts() && word.equals("E") && sql.startsWith("'", at)) {
      escapedText();
      current.add(TEXT);
    } else {
      current.add(word);
    }
  }

  /** A text with backslashes goes on in the next line if a quote is all that stands before. */
  private void escapedText() {
    int next = at;
    do {
      at = next + 1;
      while (at < sql.length() && sql.charAt(at) != '\'') {
        at += sql.charAt(at) == '\\' ? 2 : 1;
      }
      at = Math.min(at + 1, sql.length());
      next = at;
      while (next < sql.length() && Character.isWhitespace(sql.charAt(next))) {
        next++;
      }
    } while (sql.startsWith("'", next));
  }

  /** What begins a text here and ends it again: {@code $$}, or {@code $tag$}; else nothing. */
  private String dollarMark() {
    int to = at + 1;
    while (lexis.taggedTexts() && to < sql.length() && isTag(to)) {
      to++;
    }
    return sql.startsWith("$", to) ? sql.substring(at, to + 1) : "";
  }

  private boolean isTag(int index) {
    char c = sql.charAt(index);
    return c != '$'
        && (index == at + 1
            ? Character.isJavaIdentifierStart(c)
            : Character.isJavaIdentifierPart(c));
  }

  /** Moves behind the next mark; answers what is before it. */
  private String after(String mark, int skip) {
    int from = Math.min(at + skip, sql.length());
    int found = sql.indexOf(mark, from);
    int to = found < 0 ? sql.length() : found;
    at = found < 0 ? sql.length() : found + mark.length();
    return sql.substring(from, to);
  }
}

package dev.tutti.app.sync;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a SQLSTATE means, in plain words. */
final class SqlWords {

  private static final Pattern COLUMN =
      Pattern.compile("column \"?([A-Za-z0-9_]+)\"?", Pattern.CASE_INSENSITIVE);

  private SqlWords() {}

  static String of(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String detail = detail(e);
    return switch (state) {
      case "23502" -> column(e) + "null not allowed";
      case "23505" -> "there is a row with the same key already (" + detail + ")";
      case "23503", "23506" -> "the row that it refers to is not there (" + detail + ")";
      case "23513", "23514" -> "a check of the table refuses it (" + detail + ")";
      case "22001" -> column(e) + "the text is too long (" + detail + ")";
      case "22003" -> column(e) + "the number is out of range (" + detail + ")";
      case "22007", "22008", "22018", "22P02" -> column(e) + "does not fit (" + detail + ")";
      case "40001", "40P01", "HYT00", "57014", "55P03", "50200" ->
          "another writer was in the way (" + detail + "); try again";
      case "42501" -> "the user may not do that (" + detail + ")";
      default ->
          state.startsWith("23")
              ? "a constraint refuses it (" + detail + ")"
              : detail + " (SQLSTATE " + state + ")";
    };
  }

  /** H2 adds the statement to its message, which says nothing to the reader of a file. */
  private static String detail(SQLException e) {
    String line = Fault.line(e.getMessage());
    int statement = line.indexOf("; SQL statement:");
    return statement < 0 ? line : line.substring(0, statement);
  }

  private static String column(SQLException e) {
    Matcher match = COLUMN.matcher(String.valueOf(e.getMessage()));
    return match.find() ? match.group(1).toLowerCase(java.util.Locale.ROOT) + ": " : "";
  }
}

package dev.tutti.xa.jdbc;

import java.util.ArrayList;
import java.util.List;

/** Finds the statements of a script: knows quotes, comments and dollar quotes, no grammar. */
final class SqlScript {

  private SqlScript() {}

  /** The statements, without comments around them and without empty ones. */
  static List<String> statements(String script) {
    List<String> found = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    int i = 0;
    while (i < script.length()) {
      int end = skip(script, i);
      if (end > i) {
        if (!isComment(script, i)) {
          current.append(script, i, end);
        } else {
          current.append(' ');
        }
        i = end;
      } else if (script.charAt(i) == ';') {
        add(found, current);
        i++;
      } else {
        current.append(script.charAt(i++));
      }
    }
    add(found, current);
    return found;
  }

  private static void add(List<String> found, StringBuilder current) {
    String statement = current.toString().strip();
    if (!statement.isEmpty()) {
      found.add(statement);
    }
    current.setLength(0);
  }

  private static boolean isComment(String text, int i) {
    return text.startsWith("--", i) || text.startsWith("/*", i);
  }

  /** The end of what begins here and hides semicolons; the same index if nothing does. */
  private static int skip(String text, int i) {
    if (text.startsWith("--", i)) {
      return after(text, "\n", i + 2) - (text.indexOf('\n', i) < 0 ? 0 : 1);
    }
    if (text.startsWith("/*", i)) {
      return after(text, "*/", i + 2);
    }
    if (text.startsWith("$$", i)) {
      return after(text, "$$", i + 2);
    }
    char c = text.charAt(i);
    return c == '\'' || c == '"' || c == '`' ? after(text, String.valueOf(c), i + 1) : i;
  }

  private static int after(String text, String mark, int from) {
    int at = text.indexOf(mark, from);
    return at < 0 ? text.length() : at + mark.length();
  }
}

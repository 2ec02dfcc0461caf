package dev.tutti.tm.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as text: maps, lists, strings, whole numbers, booleans and null. What it writes is printable
 * ASCII in one line, whatever the strings hold, so that it is safe in a file and on a terminal.
 */
public final class JsonText {

  private JsonText() {}

  /**
   * Writes a value.
   *
   * @param value of maps, collections, strings, whole numbers, booleans and null
   * @return one line without a line end
   */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      char separator = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        quote(String.valueOf(entry.getKey()), out);
        out.append(':');
        write(entry.getValue(), out);
        separator = ',';
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Collection<?> list) {
      char separator = '[';
      for (Object each : list) {
        out.append(separator);
        write(each, out);
        separator = ',';
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String text) {
      quote(text, out);
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      throw new IllegalArgumentException("JSON does not hold a " + value.getClass().getName());
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ' || c > '~') {
        out.append(text, from, i);
        from = i + 1;
        escape(c, out);
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  private static void escape(char c, StringBuilder out) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
  }

  /**
   * Reads a value.
   *
   * @param text one JSON value and nothing behind it
   * @return maps, lists, strings, {@code Long}, {@code Boolean} or null
   * @throws JsonException if it is not that; numbers must be whole and fit a long
   */
  public static @Nullable Object read(String text) throws JsonException {
    return new JsonParser(text).whole();
  }
}

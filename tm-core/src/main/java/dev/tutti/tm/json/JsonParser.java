package dev.tutti.tm.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON value. A field twice, a fraction, or more than 32 levels is refused. */
final class JsonParser {

  private static final int MAX_DEPTH = 32;
  private static final int LONGEST_NUMBER = 20;

  private final String text;
  private int at;

  JsonParser(String text) {
    this.text = text;
  }

  @Nullable Object whole() throws JsonException {
    Object value = value(0);
    if (peek() != 0) {
      throw wrong("the end");
    }
    return value;
  }

  private @Nullable Object value(int depth) throws JsonException {
    if (depth > MAX_DEPTH) {
      throw wrong("at most " + MAX_DEPTH + " levels");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws JsonException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    take('{');
    if (peek() == '}') {
      take('}');
      return map;
    }
    while (true) {
      peek();
      String key = string();
      take(':');
      if (map.containsKey(key)) {
        throw wrong("no second field '" + key + "'");
      }
      map.put(key, value(depth + 1));
      if (peek() != ',') {
        take('}');
        return map;
      }
      take(',');
    }
  }

  private List<@Nullable Object> array(int depth) throws JsonException {
    List<@Nullable Object> list = new ArrayList<>();
    take('[');
    if (peek() == ']') {
      take(']');
      return list;
    }
    while (true) {
      list.add(value(depth + 1));
      if (peek() != ',') {
        take(']');
        return list;
      }
      take(',');
    }
  }

  private String string() throws JsonException {
    take('"');
    StringBuilder out = new StringBuilder();
    int from = at;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.isEmpty()
            ? text.substring(from, at - 1)
            : out.append(text, from, at - 1).toString();
      }
      if (c < ' ') {
        throw wrong("an escaped control character");
      }
      if (c == '\\') {
        out.append(text, from, at - 1).append(escaped());
        from = at;
      }
    }
    throw wrong("the end of a string");
  }

  private char escaped() throws JsonException {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> throw wrong("an escape");
    };
  }

  private char unicode() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
      if (digit < 0) {
        throw wrong("four hexadecimal digits");
      }
      code = 16 * code + digit;
    }
    return (char) code;
  }

  private @Nullable Object word(String word, @Nullable Object value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return value;
  }

  private Long number() throws JsonException {
    int start = at;
    while (at < text.length() && at - start < LONGEST_NUMBER && isOfNumber(text.charAt(at))) {
      at++;
    }
    try {
      return Long.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw wrong("a value");
    }
  }

  private static boolean isOfNumber(char c) {
    return c == '-' || (c >= '0' && c <= '9');
  }

  /** The next character that is not a space; 0 at the end. */
  private char peek() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private void take(char expected) throws JsonException {
    if (peek() != expected) {
      throw wrong("'" + expected + "'");
    }
    at++;
  }

  private JsonException wrong(String expected) {
    return new JsonException("character " + at + " of the JSON is not " + expected);
  }
}

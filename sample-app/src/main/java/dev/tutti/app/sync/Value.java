package dev.tutti.app.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of any source, made comparable.
 *
 * @param text as it is stored
 * @param exact whether the source stores text, so that each character counts
 */
record Value(String text, boolean exact) {

  static final Value NULL = new Value("null", false);

  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,60})(\\.\\d{1,60})?");
  private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d.*");

  static Value ofJson(JsonNode node) {
    if (node.isNull()) {
      return NULL;
    }
    return new Value(
        node.isContainerNode() ? Json.canonical(node) : SourceRecord.plain(node), node.isTextual());
  }

  /** What a driver answers for a column. */
  static Value ofJdbc(@Nullable Object value, boolean exact) {
    if (value == null) {
      return NULL;
    }
    if (value instanceof BigDecimal number) {
      return new Value(Json.number(number), false);
    }
    if (value instanceof Timestamp time) {
      return new Value(time.toLocalDateTime().toString(), false);
    }
    if (value instanceof Date date) {
      return new Value(date.toLocalDate().toString(), false);
    }
    if (value instanceof Time time) {
      return new Value(time.toLocalTime().toString(), false);
    }
    if (value instanceof byte[] bytes) {
      return new Value(Base64.getEncoder().encodeToString(bytes), false);
    }
    return new Value(value.toString(), exact);
  }

  /** Two texts are the same letter by letter; anything else by what it means. */
  boolean same(Value other) {
    return text.equals(other.text)
        || (!(exact && other.exact) && meaning(text).equals(meaning(other.text)));
  }

  private static String meaning(String text) {
    if (NUMBER.matcher(text).matches()) {
      return Json.number(new BigDecimal(text));
    }
    if (MOMENT.matcher(text).matches()) {
      return moment(text.replaceFirst(" ", "T").replace(" ", ""));
    }
    return text;
  }

  private static String moment(String text) {
    try {
      return OffsetDateTime.parse(text)
          .withOffsetSameInstant(ZoneOffset.UTC)
          .toLocalDateTime()
          .toString();
    } catch (DateTimeException e) {
      try {
        return LocalDateTime.parse(text).toString();
      } catch (DateTimeException none) {
        return text;
      }
    }
  }
}

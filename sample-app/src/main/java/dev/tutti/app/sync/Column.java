package dev.tutti.app.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A column as its database describes it, and which JSON values fit into it.
 *
 * @param name as the database spells it
 * @param type of {@link Types}
 * @param typeName the database's own name of the type
 * @param nullable whether it may be null
 * @param size characters or digits; 0 where unknown
 * @param scale digits behind the point
 */
record Column(String name, int type, String typeName, boolean nullable, int size, int scale) {

  Column {
    // PostgreSQL's driver calls it a timestamp without a zone, and refuses to read it as one.
    if (typeName.equalsIgnoreCase("timestamptz")) {
      type = Types.TIMESTAMP_WITH_TIMEZONE;
    }
  }

  /** The JDBC value of a JSON value; says what does not fit. */
  @Nullable Object convert(JsonNode value) throws RecordException {
    if (value.isNull()) {
      if (!nullable) {
        throw new RecordException("null not allowed");
      }
      return null;
    }
    try {
      return switch (type) {
        case Types.TINYINT -> integer(value, 7);
        case Types.SMALLINT -> integer(value, 15);
        case Types.INTEGER -> integer(value, 31);
        case Types.BIGINT -> integer(value, 63);
        case Types.NUMERIC, Types.DECIMAL -> decimal(value);
        case Types.REAL, Types.FLOAT, Types.DOUBLE -> number(value).doubleValue();
        case Types.BOOLEAN, Types.BIT -> bool(value);
        case Types.DATE -> LocalDate.parse(text(value));
        case Types.TIME -> LocalTime.parse(text(value));
        case Types.TIMESTAMP -> local(text(value));
        case Types.TIMESTAMP_WITH_TIMEZONE -> offset(text(value));
        case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> binary(value);
        case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> bounded(text(value));
        default -> isUuid() ? UUID.fromString(text(value)) : text(value);
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      throw misfit(value);
    }
  }

  /** The value of a row, of the type that {@link #convert} gives. */
  @Nullable Object read(ResultSet rows, int index) throws SQLException {
    return switch (type) {
      case Types.TIMESTAMP -> rows.getObject(index, LocalDateTime.class);
      case Types.TIMESTAMP_WITH_TIMEZONE -> rows.getObject(index, OffsetDateTime.class);
      case Types.DATE -> rows.getObject(index, LocalDate.class);
      case Types.TIME -> rows.getObject(index, LocalTime.class);
      default -> isText() ? rows.getString(index) : rows.getObject(index);
    };
  }

  /** Whether the column holds text as it is. */
  boolean isText() {
    return switch (type) {
      case Types.CHAR,
          Types.VARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          true;
      default -> false;
    };
  }

  private boolean isUuid() {
    return typeName.equalsIgnoreCase("uuid");
  }

  private RecordException misfit(JsonNode value) {
    String shown = Json.text(value);
    shown = shown.length() > 60 ? shown.substring(0, 60) + "..." : shown;
    return new RecordException(shown + " does not fit; the column is " + described());
  }

  private String described() {
    String base = typeName.toLowerCase(Locale.ROOT);
    return switch (type) {
      case Types.NUMERIC, Types.DECIMAL -> base + "(" + size + "," + scale + ")";
      case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR -> base + "(" + size + ")";
      case Types.DATE -> base + " (like 2026-01-31)";
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> base + " (like 2026-01-31T10:15:00Z)";
      default -> base;
    };
  }

  private BigDecimal number(JsonNode value) throws RecordException {
    if (value.isNumber()) {
      return value.decimalValue();
    }
    if (value.isTextual()) {
      return new BigDecimal(value.textValue().strip());
    }
    throw misfit(value);
  }

  private Object integer(JsonNode value, int bits) throws RecordException {
    try {
      BigInteger exact = number(value).toBigIntegerExact();
      if (exact.bitLength() <= bits) {
        return exact.longValueExact();
      }
    } catch (ArithmeticException e) {
      // Said below.
    }
    throw misfit(value);
  }

  private BigDecimal decimal(JsonNode value) throws RecordException {
    BigDecimal number = number(value);
    BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    // A database would round in silence.
    if (size > 0 && scale >= 0) {
      boolean tooFine = stripped.scale() > scale;
      boolean tooBig = stripped.precision() - stripped.scale() > size - scale;
      if (tooFine || (tooBig && stripped.signum() != 0)) {
        throw misfit(value);
      }
    }
    return number;
  }

  private Object bool(JsonNode value) throws RecordException {
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return switch (value.asText().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw misfit(value);
    };
  }

  private Object binary(JsonNode value) {
    return isUuid() ? UUID.fromString(text(value)) : Base64.getDecoder().decode(text(value));
  }

  private String bounded(String text) throws RecordException {
    int length = text.codePointCount(0, text.length());
    if (size > 0 && length > size) {
      throw new RecordException(length + " characters are too long; the column is " + described());
    }
    return text;
  }

  private static String text(JsonNode value) {
    return value.isNumber() ? value.decimalValue().toPlainString() : SourceRecord.plain(value);
  }

  private static LocalDateTime local(String text) {
    try {
      return offset(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    } catch (DateTimeException e) {
      return LocalDateTime.parse(text.replace(' ', 'T'));
    }
  }

  private static OffsetDateTime offset(String text) {
    return OffsetDateTime.parse(text.replace(' ', 'T'));
  }
}

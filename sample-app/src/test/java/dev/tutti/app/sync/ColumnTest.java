package dev.tutti.app.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTest {

  @Test
  void numbersStayExact() throws Exception {
    assertThat(decimal(38, 30).convert(json("0.100000000000000000000000000001")))
        .isEqualTo(new BigDecimal("0.100000000000000000000000000001"));
    assertThat(column(Types.BIGINT).convert(json("9223372036854775807"))).isEqualTo(Long.MAX_VALUE);
    assertThat(column(Types.INTEGER).convert(json("7.0"))).isEqualTo(7L);
    assertThat(column(Types.INTEGER).convert(json("\"12\""))).isEqualTo(12L);
  }

  @Test
  void momentsAreIsoAndInUtc() throws Exception {
    assertThat(column(Types.DATE).convert(json("\"2026-02-28\"")))
        .isEqualTo(LocalDate.of(2026, 2, 28));
    LocalDateTime ten = LocalDateTime.of(2026, 2, 28, 10, 0);
    assertThat(column(Types.TIMESTAMP).convert(json("\"2026-02-28T10:00:00Z\""))).isEqualTo(ten);
    assertThat(column(Types.TIMESTAMP).convert(json("\"2026-02-28T12:00+02:00\""))).isEqualTo(ten);
    assertThat(column(Types.TIMESTAMP).convert(json("\"2026-02-28 10:00:00\""))).isEqualTo(ten);
  }

  @Test
  void aPostgresqlMomentHasAZoneWhateverItsDriverSays() throws Exception {
    Column column = new Column("C", Types.TIMESTAMP, "timestamptz", true, 0, 0);
    assertThat(column.convert(json("\"2026-02-28T10:00:00Z\"")))
        .isEqualTo(OffsetDateTime.of(2026, 2, 28, 10, 0, 0, 0, ZoneOffset.UTC));
  }

  @Test
  void textAndTruthAndNull() throws Exception {
    assertThat(column(Types.VARCHAR).convert(json("1.50"))).isEqualTo("1.50");
    assertThat(column(Types.VARCHAR).convert(json("{\"a\":[1]}"))).isEqualTo("{\"a\":[1]}");
    assertThat(column(Types.BOOLEAN).convert(json("true"))).isEqualTo(true);
    assertThat(column(Types.BOOLEAN).convert(json("null"))).isNull();
    assertThatThrownBy(() -> new Column("C", Types.DATE, "DATE", false, 0, 0).convert(json("null")))
        .hasMessage("null not allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          INTEGER  | 2147483648       | 2147483648 does not fit; the column is integer
          INTEGER  | 1.5              | 1.5 does not fit; the column is integer
          INTEGER  | "x"              | "x" does not fit; the column is integer
          INTEGER  | {}               | {} does not fit; the column is integer
          DECIMAL  | 1.234            | 1.234 does not fit; the column is decimal(5,2)
          DECIMAL  | 1234             | 1234 does not fit; the column is decimal(5,2)
          BOOLEAN  | "maybe"          | "maybe" does not fit; the column is boolean
          DATE     | "2026-02-30"     | "2026-02-30" does not fit; the column is date (like 2026-01-31)
          VARCHAR  | "abcdef"         | 6 characters are too long; the column is varchar(5)
          """)
  void saysWhatDoesNotFit(String type, String value, String problem) throws Exception {
    int jdbcType = Types.class.getField(type).getInt(null);
    Column column = new Column("C", jdbcType, type, true, 5, 2);

    assertThatThrownBy(() -> column.convert(json(value)))
        .isInstanceOf(RecordException.class)
        .hasMessage(problem);
  }

  private static Column column(int type) {
    return new Column("C", type, "T", true, 0, 0);
  }

  private static Column decimal(int size, int scale) {
    return new Column("C", Types.DECIMAL, "DECIMAL", true, size, scale);
  }

  private static com.fasterxml.jackson.databind.JsonNode json(String text) throws Exception {
    return Json.MAPPER.readTree(text);
  }
}

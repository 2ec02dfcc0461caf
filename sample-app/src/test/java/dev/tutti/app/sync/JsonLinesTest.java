package dev.tutti.app.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

  @Test
  void goesOnBehindABadLine() throws Exception {
    JsonLines lines =
        lines("\uFEFF{\"a\":1}\n\n{\"a\":\n[1]\n{\"a\":1,\"a\":2}\n{\"b\":2} x\n{\"c\":3}");

    assertThat(lines.next().json().get("a").intValue()).isEqualTo(1);
    assertThatThrownBy(lines::next)
        .isInstanceOf(RecordException.class)
        .hasMessageStartingWith("column 6: not valid JSON: ");
    assertThat(lines.where()).isEqualTo("f.jsonl:3");
    assertThatThrownBy(lines::next)
        .hasMessage("a record is a JSON object like {\"id\": 1}, this is none");
    assertThatThrownBy(lines::next).hasMessageContaining("Duplicate field 'a'");
    assertThatThrownBy(lines::next).hasMessageContaining("not valid JSON");
    assertThat(lines.next().where()).isEqualTo("f.jsonl:7");
    assertThat(lines.next()).isNull();
  }

  @Test
  void theSameContentHasTheSameCanonicalText() throws Exception {
    assertThat(canonical("{\"b\":[1.50,null],\"a\":{\"y\":1e2,\"x\":\"é\"}}"))
        .isEqualTo(canonical(" {\"a\": {\"x\":\"\\u00e9\",\"y\":100}, \"b\":[1.5, null]}"));
    assertThat(canonical("{\"a\":\"1\"}")).isNotEqualTo(canonical("{\"a\":1}"));
    assertThat(canonical("{\"a\":null}")).isNotEqualTo(canonical("{}"));
  }

  private static String canonical(String json) throws Exception {
    return Json.canonical(lines(json).next().json());
  }

  private static JsonLines lines(String text) {
    return new JsonLines(
        "f.jsonl", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}

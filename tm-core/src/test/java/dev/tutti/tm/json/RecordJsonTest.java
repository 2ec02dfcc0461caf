package dev.tutti.tm.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {

  record Inner(String name, long number) {
    Inner {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a name is needed");
      }
    }
  }

  record Outer(boolean flag, int small, TimeUnit unit, Optional<Inner> maybe, List<Inner> all) {}

  @Test
  void whatIsWrittenIsReadAgainWhateverTheStringsHold() throws Exception {
    Outer outer =
        new Outer(
            true,
            -7,
            TimeUnit.DAYS,
            Optional.empty(),
            List.of(new Inner("\u001b[2J\"\\\n\u2028\ud83d\ude00é", Long.MIN_VALUE)));
    String text = JsonText.write(RecordJson.toJson(outer));
    assertThat(text).matches("[ -~]+");
    assertThat(RecordJson.fromJson(Outer.class, JsonText.read(text))).isEqualTo(outer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,\"a\":2}",
        "1.5",
        "1e3",
        "nul",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "[] []",
        "99999999999999999999",
        "\"a\nb\"",
        "-"
      })
  void whatIsNoJsonOfOursIsRefused(String text) {
    assertThatThrownBy(() -> JsonText.read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void depthIsBounded() {
    assertThatThrownBy(() -> JsonText.read("[".repeat(100_000)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("levels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "{\"name\":1,\"number\":1}",
        "{\"name\":\"\",\"number\":1}",
        "{\"name\":\"a\",\"number\":\"1\"}",
        "{\"name\":null,\"number\":1}"
      })
  void whatDoesNotFitTheRecordIsRefused(String text) {
    assertThatThrownBy(() -> RecordJson.fromJson(Inner.class, JsonText.read(text)))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void fieldsOfANewerPeerAreIgnored() throws Exception {
    assertThat(
            RecordJson.fromJson(
                Inner.class, JsonText.read("{\"new\":[{}],\"number\":3,\"name\":\"a\"}")))
        .isEqualTo(new Inner("a", 3));
  }
}

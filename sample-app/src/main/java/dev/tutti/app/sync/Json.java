package dev.tutti.app.sync;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON as this tool reads and writes it: numbers exact, a field once, nothing behind the value. */
final class Json {

  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** A field, with dots for fields in objects; null if it is not there. */
  static @Nullable JsonNode field(JsonNode node, String path) {
    JsonNode whole = node.get(path);
    if (whole != null) {
      return whole;
    }
    int dot = path.indexOf('.');
    JsonNode first = dot < 0 ? null : node.get(path.substring(0, dot));
    return first == null ? null : field(first, path.substring(dot + 1));
  }

  /**
   * The same for the same content: field order, spaces and the spelling of numbers do not count.
   */
  static String canonical(JsonNode node) {
    StringBuilder text = new StringBuilder();
    canonical(node, text);
    return text.toString();
  }

  private static void canonical(JsonNode node, StringBuilder text) {
    if (node instanceof ObjectNode object) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      object.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
      text.append('{');
      sorted.forEach(
          (name, value) -> {
            text.append(text(MAPPER.getNodeFactory().textNode(name))).append(':');
            canonical(value, text);
            text.append(',');
          });
      text.append('}');
    } else if (node instanceof ArrayNode array) {
      text.append('[');
      array.forEach(
          value -> {
            canonical(value, text);
            text.append(',');
          });
      text.append(']');
    } else if (node.isNumber()) {
      text.append(number(node.decimalValue()));
    } else {
      text.append(text(node));
    }
  }

  /** The one spelling of a number; scientific where plain digits would be endless. */
  static String number(BigDecimal value) {
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    return Math.abs(stripped.scale()) > 100 ? stripped.toString() : stripped.toPlainString();
  }
}

package dev.tutti.app.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Optional;

/** The records of the recovery admin as JSON, as they are; an empty optional is null. */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(new OptionalSerializer()))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The value if there is one, else null. */
  private static final class OptionalSerializer extends JsonSerializer<Optional<?>> {
    @Override
    @SuppressWarnings("unchecked")
    public Class<Optional<?>> handledType() {
      return (Class<Optional<?>>) (Class<?>) Optional.class;
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.orElse(null), out);
    }
  }

  /**
   * A value as a tree.
   *
   * @param value a record, a list, a string
   * @return the tree
   */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }

  static <T extends Record> T read(byte[] bytes, Class<T> type) {
    try {
      T value = MAPPER.readValue(bytes, type);
      if (value == null) {
        throw Problem.badRequest("the body is null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the body is not the JSON that is expected here");
    } catch (IOException e) {
      throw Problem.badRequest("the body could not be read");
    }
  }
}

package dev.tutti.app.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The records of the recovery admin as JSON, as they are; an empty optional is null. */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(new OptionalSerializer())
                  .addSerializer(ErrorCode.class, ToStringSerializer.instance))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(LogicalType.Textual, Json::onlyText)
          .build();

  private Json() {}

  private static void onlyText(MutableCoercionConfig config) {
    config
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
  }

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

  /** A type with its parameters filled in. */
  static JavaType type(Type type) {
    return MAPPER.constructType(type);
  }

  /** What is written of a value of this type. */
  static List<BeanPropertyDefinition> written(JavaType type) {
    return MAPPER.getSerializationConfig().introspect(type).findProperties();
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
      Fields.check(value);
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw Problem.badRequest("the body has a field that is not known here");
    } catch (MismatchedInputException e) {
      throw Problem.badRequest(mismatch(e));
    } catch (JsonProcessingException e) {
      throw Problem.badRequest("the body is not the JSON that is expected here");
    } catch (IOException e) {
      throw Problem.badRequest("the body could not be read");
    }
  }

  private static String mismatch(MismatchedInputException e) {
    if (e.getPath().isEmpty()) {
      return "the body is not the JSON that is expected here";
    }
    Class<?> wanted = e.getTargetType();
    return e.getPath().get(e.getPath().size() - 1).getFieldName()
        + (wanted != null && wanted.isEnum()
            ? " is none of " + Arrays.toString(wanted.getEnumConstants())
            : " is not of the type that is expected here");
  }
}

package dev.tutti.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.app.wiring.RecoverySession;
import java.io.IOException;
import java.util.Optional;

/** What recovery says, for machines: the records of {@code dev.tutti.tm.recovery} as they are. */
final class RecoveryJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(new OptionalSerializer()))
          .build();

  private RecoveryJson() {}

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

  /** Begins with who answers. */
  static ObjectNode about(RecoverySession session) {
    return Output.object().put("answers", session.where()).put("running", session.isRunning());
  }

  static ObjectNode of(RecoverySession session, String name, Object value) {
    ObjectNode json = about(session);
    json.set(name, MAPPER.valueToTree(value));
    return json;
  }

  static ObjectNode of(String name, Object value) {
    ObjectNode json = Output.object();
    json.set(name, MAPPER.valueToTree(value));
    return json;
  }
}

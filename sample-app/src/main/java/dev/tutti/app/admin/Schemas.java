package dev.tutti.app.admin;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The types of answers and bodies as JSON Schema: what {@link Json} writes of them, and reads. Each
 * record and each enum is a component of its own name; two of one name are refused. Not
 * thread-safe.
 */
final class Schemas {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> components = new TreeMap<>();
  private final Map<String, JavaType> types = new HashMap<>();

  /** The schema of what is written: every property is always there. */
  ObjectNode written(Type type) {
    return written(Json.type(type));
  }

  private ObjectNode written(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (raw == Optional.class) {
      ObjectNode schema = NODES.objectNode();
      schema.putArray("anyOf").add(written(type.containedType(0))).add(of("null"));
      return schema;
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return of("array").set("items", written(type.getContentType()));
    }
    if (raw.isRecord()) {
      return component(type, () -> properties(type));
    }
    return simple(type);
  }

  private ObjectNode simple(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (raw.isEnum()) {
      return component(type, () -> constants(raw));
    }
    if (raw == String.class) {
      return of("string");
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return of("boolean");
    }
    if (raw == int.class || raw == Integer.class) {
      return of("integer").put("format", "int32");
    }
    if (raw == long.class || raw == Long.class) {
      return of("integer").put("format", "int64");
    }
    throw new IllegalStateException(type + " has no schema");
  }

  private ObjectNode properties(JavaType type) {
    ObjectNode schema = of("object");
    ArrayNode required = NODES.arrayNode();
    ObjectNode properties = NODES.objectNode();
    for (BeanPropertyDefinition property : Json.written(type)) {
      required.add(property.getName());
      properties.set(property.getName(), written(property.getPrimaryType()));
    }
    schema.set("required", required);
    schema.set("properties", properties);
    return schema;
  }

  private static ObjectNode constants(Class<?> type) {
    ObjectNode schema = of("string");
    ArrayNode names = schema.putArray("enum");
    for (Object constant : type.getEnumConstants()) {
      names.add(Json.tree(constant));
    }
    return schema;
  }

  /** The schema of what is read: what its {@link Field}s say. */
  ObjectNode read(Class<? extends Record> body) {
    ObjectNode schema = of("object");
    ArrayNode required = NODES.arrayNode();
    ObjectNode properties = NODES.objectNode();
    for (RecordComponent component : body.getRecordComponents()) {
      Field field = component.getAnnotation(Field.class);
      if (field == null) {
        throw new IllegalStateException(component + " has no @Field");
      }
      if (field.required()) {
        required.add(component.getName());
      }
      properties.set(component.getName(), read(component, field));
    }
    schema.set("required", required);
    schema.set("properties", properties);
    return schema.put("additionalProperties", false);
  }

  private ObjectNode read(RecordComponent component, Field field) {
    ObjectNode schema = simple(Json.type(component.getGenericType()));
    if (component.getType() == String.class && field.required()) {
      schema.put("pattern", "\\S");
    }
    if (field.longest() < Integer.MAX_VALUE) {
      schema.put("maxLength", field.longest());
    }
    if (component.getType() == Integer.class) {
      schema.put("minimum", 0).put("maximum", field.most());
    }
    if (!field.says().isEmpty()) {
      schema.put("description", field.says());
    }
    return schema;
  }

  private ObjectNode component(JavaType type, java.util.function.Supplier<ObjectNode> schema) {
    String name = name(type);
    JavaType other = types.putIfAbsent(name, type);
    if (other == null) {
      components.put(name, schema.get());
    } else if (!other.equals(type)) {
      throw new IllegalStateException(type + " and " + other + " have one name");
    }
    return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  /** A part of a record is named after it; a type with a parameter after both. */
  private static String name(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (raw == Problem.Body.class) {
      return "Error";
    }
    Class<?> whole = raw.getEnclosingClass();
    String prefix = whole != null && whole.isRecord() ? whole.getSimpleName() : "";
    String parameter =
        type.containedTypeCount() == 0 ? "" : type.containedType(0).getRawClass().getSimpleName();
    return parameter + prefix + raw.getSimpleName();
  }

  private static ObjectNode of(String type) {
    return NODES.objectNode().put("type", type);
  }

  /** Every component that was named so far. */
  JsonNode components() {
    ObjectNode all = NODES.objectNode();
    components.forEach(all::set);
    return all;
  }
}

package dev.tutti.tm.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON: components of strings, booleans, int, long, enums, records, and lists and
 * optionals of these (numbers in them are Long). Fields that a record does not know are ignored, so
 * that a newer peer may say more.
 */
public final class RecordJson {

  /** How a record is read and made: looked up once for each type. */
  private record Shape(List<RecordComponent> components, Constructor<?> constructor) {}

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          Class<?>[] types = new Class<?>[components.length];
          for (int i = 0; i < types.length; i++) {
            components[i].getAccessor().setAccessible(true);
            types[i] = components[i].getType();
          }
          try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new Shape(List.of(components), constructor);
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its constructor", e);
          }
        }
      };

  private RecordJson() {}

  /**
   * A record as what {@link JsonText} writes.
   *
   * @param value a record, or what a component may be
   * @return maps, lists, strings, numbers, booleans, null
   */
  public static @Nullable Object toJson(Object value) {
    if (value instanceof Record one) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (RecordComponent component : SHAPES.get(one.getClass()).components()) {
        map.put(component.getName(), toJson(read(component, one)));
      }
      return map;
    }
    if (value instanceof Collection<?> list) {
      List<@Nullable Object> out = new ArrayList<>(list.size());
      list.forEach(each -> out.add(toJson(each)));
      return out;
    }
    if (value instanceof Optional<?> optional) {
      return optional.isEmpty() ? null : toJson(optional.get());
    }
    return value instanceof Enum<?> constant ? constant.name() : value;
  }

  private static Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a record of ours can be read", e);
    }
  }

  /**
   * A record from what {@link JsonText} read.
   *
   * @param <T> the record
   * @param type the record
   * @param json maps, lists and so on
   * @return the record
   * @throws JsonException if the JSON does not fit, or the record refuses it
   */
  public static <T extends Record> T fromJson(Class<T> type, @Nullable Object json)
      throws JsonException {
    return type.cast(value(type, json, type.getSimpleName()));
  }

  private static Object value(Type type, @Nullable Object json, String where) throws JsonException {
    if (type instanceof ParameterizedType generic) {
      Type of = generic.getActualTypeArguments()[0];
      return generic.getRawType() == Optional.class
          ? json == null ? Optional.empty() : Optional.of(value(of, json, where))
          : list(of, json, where);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return record(plain, json, where);
    }
    if ((plain == String.class && json instanceof String)
        || (plain == boolean.class && json instanceof Boolean)
        || ((plain == long.class || plain == Long.class) && json instanceof Long)) {
      return json;
    }
    if (plain == int.class && json instanceof Long number && number == number.intValue()) {
      return number.intValue();
    }
    if (plain.isEnum() && json instanceof String name) {
      for (Object constant : plain.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
    }
    throw new JsonException(where + " is not a " + plain.getSimpleName());
  }

  private static List<Object> list(Type of, @Nullable Object json, String where)
      throws JsonException {
    if (!(json instanceof List<?> in)) {
      throw new JsonException(where + " is not a list");
    }
    List<Object> out = new ArrayList<>(in.size());
    for (Object each : in) {
      out.add(value(of, each, where));
    }
    return out;
  }

  private static Object record(Class<?> type, @Nullable Object json, String where)
      throws JsonException {
    if (!(json instanceof Map<?, ?> map)) {
      throw new JsonException(where + " is not an object");
    }
    Shape shape = SHAPES.get(type);
    List<RecordComponent> components = shape.components();
    Object[] values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      RecordComponent component = components.get(i);
      String name = component.getName();
      values[i] = value(component.getGenericType(), map.get(name), where + "." + name);
    }
    try {
      return shape.constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      throw new JsonException(where + " is refused: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record of ours can be made", e);
    }
  }
}

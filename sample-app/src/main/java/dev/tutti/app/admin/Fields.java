package dev.tutti.app.admin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Holds what was sent to what its {@link Field}s say. */
final class Fields {

  private Fields() {}

  /**
   * Checks.
   *
   * @throws Problem naming the first field that is not as it must be
   */
  static void check(Record body) {
    for (RecordComponent component : body.getClass().getRecordComponents()) {
      Field field = component.getAnnotation(Field.class);
      if (field != null) {
        check(component.getName(), field, value(component, body));
      }
    }
  }

  private static void check(String name, Field field, @Nullable Object value) {
    boolean missing = value == null || (value instanceof String text && text.isBlank());
    if (missing && field.required()) {
      throw Problem.badRequest(name + " is missing");
    }
    if (value instanceof String text && text.codePointCount(0, text.length()) > field.longest()) {
      throw Problem.badRequest(name + " has at most " + field.longest() + " characters");
    }
    if (value instanceof Integer number && (number < 0 || number > field.most())) {
      throw Problem.badRequest(name + " is not between 0 and " + field.most());
    }
  }

  private static @Nullable Object value(RecordComponent component, Record body) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(body);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}

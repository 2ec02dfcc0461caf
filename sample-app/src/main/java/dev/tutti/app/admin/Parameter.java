package dev.tutti.app.admin;

import io.javalin.http.Context;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A parameter: what the document says of it, and how it is read.
 *
 * @param place where it is given
 * @param required whether a request without it is refused
 * @param says what it is
 * @param type of the document's schema
 * @param usual a number, if none is given
 * @param most a number's bound; from 0
 * @param read its text; {@code ""} if none is given
 */
record Parameter<T>(
    String name,
    Place place,
    boolean required,
    String says,
    Type type,
    OptionalInt usual,
    OptionalInt most,
    Function<String, T> read) {

  /** Where a parameter is given. */
  enum Place {
    PATH,
    QUERY
  }

  static Parameter<String> inPath(String name, String says) {
    return text(name, Place.PATH, true, says);
  }

  static Parameter<String> text(String name, String says) {
    return text(name, Place.QUERY, false, says);
  }

  /** One that must be given. */
  static Parameter<String> needed(String name, String says) {
    return text(name, Place.QUERY, true, says);
  }

  private static Parameter<String> text(String name, Place place, boolean required, String says) {
    return new Parameter<>(
        name,
        place,
        required,
        says,
        String.class,
        OptionalInt.empty(),
        OptionalInt.empty(),
        text -> {
          if (required && text.isBlank()) {
            throw Problem.badRequest(name + " is missing: " + says);
          }
          return text;
        });
  }

  static Parameter<Integer> number(String name, int usual, int most, String says) {
    return new Parameter<>(
        name,
        Place.QUERY,
        false,
        says,
        int.class,
        OptionalInt.of(usual),
        OptionalInt.of(most),
        text -> {
          try {
            int value = text.isEmpty() ? usual : Integer.parseInt(text);
            if (value >= 0 && value <= most) {
              return value;
            }
          } catch (NumberFormatException e) {
            // Said below.
          }
          throw Problem.badRequest(name + " is no number from 0 to " + most);
        });
  }

  static <E extends Enum<E>> Parameter<Optional<E>> oneOf(String name, Class<E> type, String says) {
    return new Parameter<>(
        name,
        Place.QUERY,
        false,
        says,
        type,
        OptionalInt.empty(),
        OptionalInt.empty(),
        text ->
            text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    Arrays.stream(type.getEnumConstants())
                        .filter(constant -> constant.name().equals(text))
                        .findFirst()
                        .orElseThrow(() -> Problem.badRequest(name + " is not " + says))));
  }

  T of(Context ctx) {
    String text = place == Place.PATH ? ctx.pathParam(name) : ctx.queryParam(name);
    return read.apply(text == null ? "" : text);
  }
}

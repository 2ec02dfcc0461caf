package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A text in which <code>{field}</code> stands for a field of the record. Immutable.
 *
 * @param source as the configuration file spells it
 * @param parts constants and fields in order
 */
public record Template(String source, List<Part> parts) {

  private static final Pattern FIELD = Pattern.compile("[\\p{L}\\d_][\\p{L}\\d_.-]*");

  /** A constant, or the place of a field. */
  public sealed interface Part {
    /**
     * Text that is always the same.
     *
     * @param text the text
     */
    record Constant(String text) implements Part {}

    /**
     * The place of a field.
     *
     * @param name the field, with dots for fields in objects
     * @param optional spelled <code>{name?}</code>: a record without the field has null there
     */
    record Field(String name, boolean optional) implements Part {}
  }

  /**
   * Validates and copies.
   *
   * @param source see the component
   * @param parts see the component
   */
  public Template {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a template.
   *
   * @param key for the error message
   * @param text the template; <code>{{</code> and <code>}}</code> stand for single braces
   * @return the template
   * @throws ConfigurationException if a brace is left open or a field has no name
   */
  public static Template parse(String key, String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder constant = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
        constant.append(c);
        i++;
      } else if (c == '{') {
        int end = text.indexOf('}', i);
        if (end < 0) {
          throw new ConfigurationException(key, "'" + text + "' lacks a closing } after {");
        }
        if (constant.length() > 0) {
          parts.add(new Part.Constant(constant.toString()));
          constant.setLength(0);
        }
        parts.add(field(key, text, text.substring(i + 1, end)));
        i = end;
      } else {
        constant.append(c);
      }
    }
    if (constant.length() > 0) {
      parts.add(new Part.Constant(constant.toString()));
    }
    return new Template(text, parts);
  }

  private static Part.Field field(String key, String text, String inside) {
    boolean optional = inside.endsWith("?");
    String name = optional ? inside.substring(0, inside.length() - 1) : inside;
    if (!FIELD.matcher(name).matches()) {
      throw new ConfigurationException(
          key, "'" + text + "': {" + inside + "} is no field; allowed is {name} or {name?}");
    }
    return new Part.Field(name, optional);
  }

  /**
   * The template that is nothing but one field, so that the value keeps the field's type.
   *
   * @param field the field
   * @return the template
   */
  public static Template ofField(String field) {
    return parse(field, "{" + field + "}");
  }

  /**
   * The fields it names.
   *
   * @return in order, each once
   */
  public Set<String> fields() {
    Set<String> found = new LinkedHashSet<>();
    for (Part part : parts) {
      if (part instanceof Part.Field field) {
        found.add(field.name());
      }
    }
    return found;
  }

  /**
   * The field, if the template is nothing else.
   *
   * @return the field
   */
  public Optional<Part.Field> single() {
    return parts.size() == 1 && parts.get(0) instanceof Part.Field field
        ? Optional.of(field)
        : Optional.empty();
  }

  /**
   * Fills it in.
   *
   * @param value the text of a field
   * @return the text
   */
  public String render(Function<Part.Field, String> value) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Constant constant) {
        text.append(constant.text());
      } else if (part instanceof Part.Field field) {
        text.append(value.apply(field));
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return source;
  }
}

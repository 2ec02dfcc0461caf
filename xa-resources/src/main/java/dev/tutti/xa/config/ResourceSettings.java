package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one resource, typed as they are asked for. Whatever was never asked for is
 * unknown. Not thread-safe. Shows no value in {@link #toString}.
 */
public final class ResourceSettings {

  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  private final String name;
  private final String prefix;
  private final Map<String, String> values;
  private final Path dataDirectory;
  private final Path configDirectory;
  private final Set<String> asked;

  /**
   * Wraps settings.
   *
   * @param name the resource's name
   * @param prefix what stands before each key in the file, for example {@code resources.orders.}
   * @param values key below the prefix to value
   * @param dataDirectory what relative data paths are relative to
   * @param configDirectory what relative secret and script paths are relative to
   */
  public ResourceSettings(
      String name,
      String prefix,
      Map<String, String> values,
      Path dataDirectory,
      Path configDirectory) {
    this(name, prefix, prefixed(prefix, values), dataDirectory, configDirectory, new TreeSet<>());
  }

  private ResourceSettings(
      String name,
      String prefix,
      Map<String, String> values,
      Path dataDirectory,
      Path configDirectory,
      Set<String> asked) {
    this.name = name;
    this.prefix = prefix;
    this.values = values;
    this.dataDirectory = dataDirectory;
    this.configDirectory = configDirectory;
    this.asked = asked;
  }

  private static Map<String, String> prefixed(String prefix, Map<String, String> values) {
    Map<String, String> full = new TreeMap<>();
    values.forEach((key, value) -> full.put(prefix + key, value));
    return full;
  }

  /**
   * The resource's name.
   *
   * @return the name in the configuration file
   */
  public String name() {
    return name;
  }

  /**
   * An optional text.
   *
   * @param key below the resource
   * @return the value, if it is there and not blank
   */
  public Optional<String> optional(String key) {
    asked.add(prefix + key);
    return Optional.ofNullable(values.get(prefix + key)).filter(v -> !v.isBlank());
  }

  /**
   * A required text.
   *
   * @param key below the resource
   * @return the value
   * @throws ConfigurationException if it is missing
   */
  public String text(String key) {
    return optional(key)
        .orElseThrow(
            () -> new ConfigurationException(prefix + key, "is required and missing" + like(key)));
  }

  private String like(String key) {
    return names().stream()
        .filter(name -> !asked.contains(prefix + name) && distance(name, key) <= 2)
        .findFirst()
        .map(name -> "; is " + prefix + name + " meant to be it?")
        .orElse("");
  }

  /**
   * A text with a default.
   *
   * @param key below the resource
   * @param fallback the default
   * @return the value or the default
   */
  public String text(String key, String fallback) {
    return optional(key).orElse(fallback);
  }

  /**
   * A whole number.
   *
   * @param key below the resource
   * @param fallback the default
   * @param least the least allowed
   * @param most the greatest allowed
   * @return the value or the default
   * @throws ConfigurationException if it is not a number in the range
   */
  public int number(String key, int fallback, int least, int most) {
    String text = optional(key).orElse(null);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text.trim());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ConfigurationException(
        prefix + key, "'" + text + "' is not a whole number from " + least + " to " + most);
  }

  /**
   * Yes or no.
   *
   * @param key below the resource
   * @param fallback the default
   * @return the value or the default
   * @throws ConfigurationException if it is neither {@code true} nor {@code false}
   */
  public boolean flag(String key, boolean fallback) {
    String text = optional(key).orElse(null);
    if (text == null) {
      return fallback;
    }
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ConfigurationException(
              prefix + key, "'" + text + "' is neither true nor false");
    };
  }

  /**
   * A time.
   *
   * @param key below the resource
   * @param fallback the default
   * @return the value or the default
   * @throws ConfigurationException if it is neither like {@code 30s} nor ISO-8601
   */
  public Duration duration(String key, Duration fallback) {
    return optional(key).map(v -> parseDuration(prefix + key, v)).orElse(fallback);
  }

  /**
   * Reads a time.
   *
   * @param key for the error message
   * @param text like {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 30d} or ISO-8601
   * @return the time
   * @throws ConfigurationException if it is neither
   */
  public static Duration parseDuration(String key, String text) {
    Matcher match = SHORT_DURATION.matcher(text.trim());
    if (match.matches()) {
      long amount = Long.parseLong(match.group(1));
      return switch (match.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }
    try {
      return Duration.parse(text.trim());
    } catch (DateTimeParseException e) {
      throw new ConfigurationException(
          key, "'" + text + "' is not a time like 250ms, 30s, 5m, 1h, 30d or PT30S");
    }
  }

  /**
   * A path in the data directory.
   *
   * @param key below the resource
   * @param fallback the default
   * @return the path, absolute
   */
  public Path dataPath(String key, String fallback) {
    return dataDirectory.resolve(text(key, fallback)).toAbsolutePath().normalize();
  }

  /**
   * A path beside the configuration file.
   *
   * @param key below the resource
   * @return the path, absolute, if the key is there
   */
  public Optional<Path> configPath(String key) {
    return optional(key).map(v -> configDirectory.resolve(v).toAbsolutePath().normalize());
  }

  /**
   * A secret: {@code key-file} names a file that holds it (preferred), or {@code key} holds it,
   * which is meant for {@code ${ENVIRONMENT_VARIABLE}} references.
   *
   * @param key below the resource, for example {@code password}
   * @return the secret without the line end of its file
   * @throws ConfigurationException if the file cannot be read, or both are given
   */
  public Optional<String> secret(String key) {
    Optional<String> direct = optional(key);
    Optional<Path> file = configPath(key + "-file");
    if (direct.isPresent() && file.isPresent()) {
      throw new ConfigurationException(
          prefix + key, "is given twice, also as " + key + "-file: keep one");
    }
    if (file.isEmpty()) {
      return direct;
    }
    try {
      return Optional.of(Files.readString(file.get()).stripTrailing());
    } catch (IOException e) {
      throw new ConfigurationException(
          prefix + key + "-file", file.get() + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * The settings below a key, as a view: what is asked there counts here.
   *
   * @param key below the resource
   * @return the settings; empty ones if there are none
   */
  public ResourceSettings section(String key) {
    return new ResourceSettings(
        name, prefix + key + ".", values, dataDirectory, configDirectory, asked);
  }

  /**
   * The same settings under another name, for what stands below a resource.
   *
   * @param other what {@link #name} answers
   * @return the settings; what is asked there counts here
   */
  public ResourceSettings named(String other) {
    return new ResourceSettings(other, prefix, values, dataDirectory, configDirectory, asked);
  }

  /**
   * A key as the configuration file spells it, for error messages.
   *
   * @param key below the resource
   * @return the whole key
   */
  public String path(String key) {
    return prefix + key;
  }

  /**
   * The names directly below this section.
   *
   * @return in alphabetical order
   */
  public Set<String> names() {
    Set<String> found = new TreeSet<>();
    for (String key : values.keySet()) {
      if (key.startsWith(prefix)) {
        String rest = key.substring(prefix.length());
        int dot = rest.indexOf('.');
        found.add(dot < 0 ? rest : rest.substring(0, dot));
      }
    }
    return found;
  }

  /**
   * Names the key as the file has it, for a value that was refused under its short key, for example
   * by a builder.
   *
   * @param refusal about a key below the resource, or already about a full key
   * @return about the full key
   */
  public ConfigurationException qualified(ConfigurationException refusal) {
    String key = refusal.key();
    String message = String.valueOf(refusal.getMessage());
    return key.startsWith(prefix)
        ? refusal
        : new ConfigurationException(prefix + key, message.substring(key.length() + 2));
  }

  /**
   * Refuses what nobody asked for.
   *
   * @throws ConfigurationException naming an unknown key and the nearest known one
   */
  public void refuseUnknown() {
    for (String key : values.keySet()) {
      if (key.startsWith(prefix) && !asked.contains(key)) {
        String nearest = nearest(key);
        throw new ConfigurationException(
            key, "is unknown" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
      }
    }
  }

  /** Up to the first part that nobody knows, and with the known part most like it. */
  private @Nullable String nearest(String key) {
    String known = "";
    int dot = key.indexOf('.');
    while (dot > 0 && isAsked(key.substring(0, dot + 1))) {
      known = key.substring(0, dot + 1);
      dot = key.indexOf('.', dot + 1);
    }
    String unknown = firstPart(key.substring(known.length()));
    String best = null;
    for (String candidate : asked) {
      if (candidate.startsWith(known)) {
        String part = firstPart(candidate.substring(known.length()));
        if (best == null || distance(unknown, part) < distance(unknown, best)) {
          best = part;
        }
      }
    }
    return best == null ? null : known + best;
  }

  private boolean isAsked(String beginning) {
    return asked.stream().anyMatch(key -> key.startsWith(beginning));
  }

  private static String firstPart(String key) {
    int dot = key.indexOf('.');
    return dot < 0 ? key : key.substring(0, dot);
  }

  /** Levenshtein. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  @Override
  public String toString() {
    return prefix + " " + names();
  }
}

package dev.tutti.tm.recovery;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a code means that a person can meet: the engine's own ({@code ARJUNA012117}), those of the
 * XA specification ({@code XAER_RMFAIL}), and the conditions of branches and kinds of holds ({@code
 * ORPHAN}).
 */
public final class Codes {

  private static final String FILE = "codes.properties";
  private static final Properties KNOWN = load();

  private Codes() {}

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream in = Codes.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing beside " + Codes.class);
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (BranchCondition condition : BranchCondition.values()) {
      properties.putIfAbsent(
          condition.name(), condition.explanation() + " | next: " + condition.next());
    }
    return properties;
  }

  /**
   * Explains a code.
   *
   * @param code in any case
   * @return empty if it is none that we know
   */
  public static Optional<Explanation> explain(String code) {
    String name = code.strip().toUpperCase(Locale.ROOT);
    String text = KNOWN.getProperty(name);
    if (text == null) {
      return Optional.empty();
    }
    String[] parts = text.split("\\|", 2);
    return Optional.of(
        new Explanation(
            name,
            parts[0].strip(),
            List.of(),
            List.of(),
            parts.length == 1
                ? List.of()
                : List.of(new Explanation.Choice("what to do", parts[1].strip()))));
  }

  /**
   * Every code that is explained.
   *
   * @return in the order of the alphabet
   */
  public static Set<String> known() {
    return new TreeSet<>(KNOWN.stringPropertyNames());
  }
}

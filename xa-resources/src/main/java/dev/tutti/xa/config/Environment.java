package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** The environment over a file, and <code>${NAME:default}</code> filled in. */
final class Environment {

  private static final int FILE_ORDINAL = 100;
  private static final int ENVIRONMENT_ORDINAL = 300;

  /** How SmallRye's message begins when an expression names what is not there. */
  private static final String CANNOT_EXPAND = "SRCFG00011";

  /** Keys that the environment may set although the file does not name them. */
  private static final Set<String> ALWAYS =
      Set.of(
          "tutti.node",
          "tutti.init",
          "tm.timeout",
          "tm.recovery-interval",
          "tm.drain",
          "tm.receipt-retention",
          "tm.key-wait",
          "tm.operator-socket",
          "receipts");

  private Environment() {}

  /** Dotted key to text, in file order. */
  static Map<String, String> over(YamlFile yaml, Map<String, String> environment) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(
                new PropertiesConfigSource(yaml.values(), "file", FILE_ORDINAL),
                new EnvConfigSource(environment, ENVIRONMENT_ORDINAL))
            .build();
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : yaml.values().keySet()) {
      values.put(key, value(config, key, yaml.values().getOrDefault(key, "")));
    }
    for (String key : ALWAYS) {
      if (!values.containsKey(key)) {
        config.getOptionalValue(key, String.class).ifPresent(v -> values.put(key, v));
      }
    }
    return values;
  }

  private static String value(SmallRyeConfig config, String key, String written) {
    try {
      return config.getValue(key, String.class);
    } catch (NoSuchElementException e) {
      if (!String.valueOf(e.getMessage()).startsWith(CANNOT_EXPAND)) {
        return ""; // Empty is a value.
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    // Only what the file says is shown: the expression, never what it stands for.
    throw new ConfigurationException(
        key,
        "'"
            + written
            + "' cannot be filled in; set the environment variable, or give a default:"
            + " ${NAME:default}");
  }
}

package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The file with the environment over it and <code>${NAME:default}</code> filled in.
 *
 * @param values dotted key to text, in file order
 * @param lines dotted key to line of the file
 */
record FlatConfiguration(Map<String, String> values, Map<String, Integer> lines) {

  private static final int FILE_ORDINAL = 100;
  private static final int ENVIRONMENT_ORDINAL = 300;

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
          "receipts");

  static FlatConfiguration read(Path file, Map<String, String> environment) {
    YamlFile yaml = YamlFile.read(file);
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(
                new PropertiesConfigSource(yaml.values(), file.toString(), FILE_ORDINAL),
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
    return new FlatConfiguration(values, yaml.lines());
  }

  private static String value(SmallRyeConfig config, String key, String written) {
    try {
      return config.getOptionalValue(key, String.class).orElse("");
    } catch (NoSuchElementException | IllegalArgumentException e) {
      // Only what the file says is shown: the expression, never what it stands for.
      throw new ConfigurationException(
          key,
          "'"
              + written
              + "' cannot be filled in; set the environment variable, or give a default:"
              + " ${NAME:default}");
    }
  }
}

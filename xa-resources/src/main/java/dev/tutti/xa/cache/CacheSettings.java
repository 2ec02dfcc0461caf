package dev.tutti.xa.cache;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.RefillSources;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that every kind of cache has in a configuration file. */
final class CacheSettings {

  private CacheSettings() {}

  static CacheResource<Map<String, String>> read(
      CacheBuilder<Map<String, String>> builder, ResourceSettings settings, ResourceLookup others) {
    builder.maxEntries(settings.number("max-entries", 10_000, 1, CacheBuilder.MAX_ENTRIES));
    Duration wait = settings.duration("lock-timeout", Duration.ofSeconds(2));
    if (wait.compareTo(CacheBuilder.LEAST_WAIT) < 0 || wait.compareTo(CacheBuilder.MOST_WAIT) > 0) {
      throw wrong(settings, "lock-timeout", wait.toMillis() + "ms is not between 1ms and 1m");
    }
    builder.lockTimeout(wait);
    String refill = settings.text("refill", "miss");
    ResourceSettings source = settings.section("source");
    Optional<String> resource = source.optional("resource");
    Optional<String> table = source.optional("table");
    Optional<String> key = source.optional("key");
    List<String> columns = columns(source);
    if (resource.isPresent()) {
      builder.source(
          others
              .find(path(settings, "source.resource"), resource.get(), RefillSources.class)
              .refillSource(
                  table.orElseGet(() -> source.text("table")),
                  key.orElseGet(() -> source.text("key")),
                  columns));
    } else if (table.isPresent() || key.isPresent() || !columns.isEmpty()) {
      source.text("resource");
    }
    switch (refill) {
      case "miss" -> {}
      case "start" -> {
        if (resource.isEmpty()) {
          throw wrong(settings, "refill", "'start' needs a source to refill from");
        }
        builder.refillAtStart();
      }
      default -> throw wrong(settings, "refill", "'" + refill + "' is neither start nor miss");
    }
    return builder.build();
  }

  /** {@code columns: id, total}, or a list, which arrives as one key for each element. */
  private static List<String> columns(ResourceSettings source) {
    List<String> listed = new ArrayList<>();
    for (int i = 0; source.names().contains("columns[" + i + "]"); i++) {
      listed.add(source.text("columns[" + i + "]").trim());
    }
    Optional<String> text = source.optional("columns");
    if (!listed.isEmpty() || text.isEmpty()) {
      return List.copyOf(listed);
    }
    return Arrays.stream(text.get().split(",", -1))
        .map(String::trim)
        .filter(c -> !c.isEmpty())
        .toList();
  }

  private static ConfigurationException wrong(
      ResourceSettings settings, String key, String problem) {
    return new ConfigurationException(path(settings, key), problem);
  }

  private static String path(ResourceSettings settings, String key) {
    return "resources." + settings.name() + "." + key;
  }
}

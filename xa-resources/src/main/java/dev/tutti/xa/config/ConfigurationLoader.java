package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.spi.ResourceManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From a file to a {@link TuttiConfiguration}. */
final class ConfigurationLoader {

  private static final String RESOURCES = "resources.";

  private final Path file;
  private final Path dataDirectory;
  private final Path configDirectory;
  private final Map<String, String> environment;
  private final Iterable<ResourceKind> kinds;

  ConfigurationLoader(
      Path file,
      Path dataDirectory,
      Map<String, String> environment,
      Iterable<ResourceKind> kinds) {
    this.file = file.toAbsolutePath().normalize();
    this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
    Path parent = this.file.getParent();
    this.configDirectory = parent == null ? this.file : parent;
    this.environment = environment;
    this.kinds = kinds;
  }

  TuttiConfiguration load() {
    Map<String, Integer> lines = new LinkedHashMap<>();
    try {
      YamlFile yaml = YamlFile.read(file);
      lines.putAll(yaml.lines());
      return read(Environment.over(yaml, environment));
    } catch (ConfigurationException e) {
      if (e.key().equals("--config") || e.key().startsWith(file.getFileName() + "")) {
        throw e; // It names the file already.
      }
      Integer line = lines.get(e.key());
      throw e.in(file.getFileName() + (line == null ? "" : ":" + line));
    }
  }

  private TuttiConfiguration read(Map<String, String> flat) {
    Map<String, String> top = new TreeMap<>();
    Map<String, String> mapping = new LinkedHashMap<>();
    Map<String, Map<String, String>> resources = resources(flat);
    flat.forEach(
        (key, value) -> {
          if (key.startsWith("mapping.")) {
            mapping.put(key.substring("mapping.".length()), value);
          } else if (!key.startsWith(RESOURCES)) {
            top.put(key, value);
          }
        });
    ResourceSettings common = settings("tutti", "", top);
    TransactionSystemConfig system = system(common, resources);
    TuttiConfiguration.Init init = init(common);
    common.optional("resources"); // Known, even where they are empty.
    boolean hasMapping = !mapping.isEmpty() || common.optional("mapping").isPresent();
    common.refuseUnknown();
    if (resources.isEmpty()) {
      throw new ConfigurationException("resources", "names no resource; name at least one");
    }
    List<String> names = List.copyOf(resources.keySet());
    Optional<Mapping> read =
        hasMapping
            ? Optional.of(new MappingReader(names).read(settings("mapping", "mapping.", mapping)))
            : Optional.empty();
    List<ResourceManager> built =
        new ResourceFactory(
                kinds,
                names,
                name ->
                    settings(name, RESOURCES + name + ".", resources.getOrDefault(name, Map.of())))
            .build();
    return new TuttiConfiguration(file, dataDirectory, init, system, built, read);
  }

  private static Map<String, Map<String, String>> resources(Map<String, String> flat) {
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    flat.forEach(
        (key, value) -> {
          if (key.startsWith(RESOURCES)) {
            String rest = key.substring(RESOURCES.length());
            int dot = rest.indexOf('.');
            if (dot < 0) {
              throw new ConfigurationException(
                  key, "'" + value + "' is not a resource; give kind: and its settings below");
            }
            found
                .computeIfAbsent(rest.substring(0, dot), k -> new LinkedHashMap<>())
                .put(rest.substring(dot + 1), value);
          }
        });
    return found;
  }

  private TransactionSystemConfig system(
      ResourceSettings top, Map<String, Map<String, String>> resources) {
    TransactionSystemConfig.Builder builder =
        TransactionSystemConfig.builder(top.text("tutti.node"), dataDirectory.resolve("log"));
    time(top, "tm.timeout", builder::timeout);
    time(top, "tm.recovery-interval", builder::recoveryInterval);
    time(top, "tm.drain", builder::drain);
    time(top, "tm.receipt-retention", builder::receiptRetention);
    time(top, "tm.key-wait", builder::keyWait);
    builder.operatorSocket(top.flag("tm.operator-socket", false));
    builder.strict(top.flag("tm.strict", false));
    builder.jmx(top.flag("tm.jmx", false));
    top.optional("receipts")
        .ifPresent(
            name -> {
              if (!resources.containsKey(name)) {
                throw new ConfigurationException(
                    "receipts", "'" + name + "' is not a resource; they are " + resources.keySet());
              }
              builder.receipts(name);
            });
    return builder.build();
  }

  private static void time(
      ResourceSettings top, String key, java.util.function.Consumer<java.time.Duration> set) {
    top.optional(key).map(text -> ResourceSettings.parseDuration(key, text)).ifPresent(set);
  }

  private static TuttiConfiguration.Init init(ResourceSettings top) {
    String text = top.text("tutti.init", "manual");
    try {
      return TuttiConfiguration.Init.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("tutti.init", "'" + text + "' is neither auto nor manual");
    }
  }

  private ResourceSettings settings(String name, String prefix, Map<String, String> values) {
    return new ResourceSettings(name, prefix, values, dataDirectory, configDirectory);
  }
}

package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.spi.ResourceManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A configuration file, read. Immutable. The resources are built, not started: give them to the
 * transaction system, which starts and closes them.
 *
 * @param file the file
 * @param dataDirectory what the embedded sources and the log write to
 * @param init whether what {@code init} creates is created without being asked, {@code tutti.init}
 * @param system {@code tutti.node}, {@code tm} and {@code receipts}
 * @param resources in the order of the file
 * @param mapping what becomes of a record; empty if the file has none
 */
public record TuttiConfiguration(
    Path file,
    Path dataDirectory,
    Init init,
    TransactionSystemConfig system,
    List<ResourceManager> resources,
    Optional<Mapping> mapping) {

  /** When tables are created. */
  public enum Init {
    /** When the first one of a mapping is missing. */
    AUTO,
    /** Only by {@code init}. */
    MANUAL
  }

  /**
   * Validates and copies.
   *
   * @param file see the component
   * @param dataDirectory see the component
   * @param init see the component
   * @param system see the component
   * @param resources see the component
   * @param mapping see the component
   */
  public TuttiConfiguration {
    resources = List.copyOf(resources);
  }

  /**
   * Reads a file, with the environment over it: {@code TM_TIMEOUT} overrides {@code tm.timeout}.
   * Kinds of resources are found with {@link ServiceLoader}.
   *
   * @param file YAML
   * @param dataDirectory what relative data paths are relative to
   * @return the configuration
   * @throws ConfigurationException naming the file, the key, the value and what is allowed
   */
  public static TuttiConfiguration load(Path file, Path dataDirectory) {
    return load(file, dataDirectory, System.getenv());
  }

  /**
   * The same with another environment than the process's.
   *
   * @param file YAML
   * @param dataDirectory what relative data paths are relative to
   * @param environment name to value
   * @return the configuration
   * @throws ConfigurationException naming the file, the key, the value and what is allowed
   */
  public static TuttiConfiguration load(
      Path file, Path dataDirectory, Map<String, String> environment) {
    return load(file, dataDirectory, environment, ServiceLoader.load(ResourceKind.class));
  }

  static TuttiConfiguration load(
      Path file,
      Path dataDirectory,
      Map<String, String> environment,
      Iterable<ResourceKind> kinds) {
    return new ConfigurationLoader(file, dataDirectory, environment, kinds).load();
  }

  /**
   * A resource.
   *
   * @param name its name
   * @return the resource
   * @throws IllegalArgumentException if there is none of that name
   */
  public ResourceManager resource(String name) {
    return resources.stream()
        .filter(r -> r.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no resource is called " + name));
  }
}

package dev.tutti.xa.config;

import dev.tutti.tm.spi.ResourceManager;

/** Makes resources of one kind from their settings. Found by {@link java.util.ServiceLoader}. */
public interface ResourceKind {

  /**
   * What {@code kind:} says in a configuration file, for example {@code h2}.
   *
   * @return lower case letters, digits and hyphens
   */
  String kind();

  /**
   * Makes a resource. It need not connect yet; a wrong setting is refused here.
   *
   * @param settings the settings under the resource's name; every key that the kind knows must be
   *     asked for, since a key that nobody asked for is refused as unknown
   * @param others finds resources that stand before or after this one in the file
   * @return the resource, named {@link ResourceSettings#name}
   * @throws dev.tutti.tm.config.ConfigurationException naming the key, the value and what is
   *     allowed
   */
  ResourceManager build(ResourceSettings settings, ResourceLookup others);
}

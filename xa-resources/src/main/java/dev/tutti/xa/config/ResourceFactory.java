package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.spi.ResourceManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Builds the configured resources, each after those that it names. */
final class ResourceFactory implements ResourceLookup {

  private final Map<String, ResourceKind> kinds;
  private final List<String> names;
  private final Function<String, ResourceSettings> settings;
  private final Map<String, ResourceManager> built = new LinkedHashMap<>();
  private final Set<String> building = new LinkedHashSet<>();

  ResourceFactory(
      Iterable<ResourceKind> kinds,
      List<String> names,
      Function<String, ResourceSettings> settings) {
    this.kinds = new TreeMap<>();
    kinds.forEach(kind -> this.kinds.put(kind.kind(), kind));
    this.names = names;
    this.settings = settings;
  }

  /** All, in the order of the file. Closes what it has built if one is refused. */
  List<ResourceManager> build() {
    try {
      List<ResourceManager> all = new ArrayList<>();
      for (String name : names) {
        all.add(resource(name));
      }
      return all;
    } catch (RuntimeException e) {
      for (ResourceManager resource : built.values()) {
        try {
          resource.close();
        } catch (RuntimeException suppressed) {
          e.addSuppressed(suppressed);
        }
      }
      throw e;
    }
  }

  @Override
  public <T> T find(String key, String name, Class<T> type) {
    if (!names.contains(name)) {
      throw new ConfigurationException(
          key, "'" + name + "' is not a resource; the resources are " + String.join(", ", names));
    }
    if (building.contains(name)) {
      throw new ConfigurationException(
          key,
          "'" + name + "' depends on itself: " + String.join(" -> ", building) + " -> " + name);
    }
    ResourceManager found = resource(name);
    if (!type.isInstance(found)) {
      throw new ConfigurationException(
          key, "'" + name + "' cannot be used here; it is not a " + type.getSimpleName());
    }
    return type.cast(found);
  }

  private ResourceManager resource(String name) {
    ResourceManager before = built.get(name);
    if (before != null) {
      return before;
    }
    ResourceSettings own = settings.apply(name);
    if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new ConfigurationException(
          own.path("").replaceAll("\\.$", ""),
          "is not a name of 1 to 64 characters of A-Z a-z 0-9 _ -");
    }
    building.add(name);
    ResourceManager made = make(own);
    building.remove(name);
    built.put(name, made);
    own.refuseUnknown();
    return made;
  }

  private ResourceManager make(ResourceSettings own) {
    String kindName = own.text("kind");
    ResourceKind kind = kinds.get(kindName);
    if (kind == null) {
      throw new ConfigurationException(
          own.path("kind"),
          "'" + kindName + "' is not a kind; the kinds are " + String.join(", ", kinds.keySet()));
    }
    try {
      return kind.build(own, this);
    } catch (NoClassDefFoundError e) {
      throw new ConfigurationException(
          own.path("kind"),
          "'"
              + kindName
              + "' needs a library that is not on the class path ("
              + String.valueOf(e.getMessage()).replace('/', '.')
              + ")");
    }
  }
}

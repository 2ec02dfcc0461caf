package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.LastResourceManager;
import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.XaResourceManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The resources of one system: none without a name, a guarantee and a way to recover. */
public final class Registry {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Map<String, ResourceManager> byName = new LinkedHashMap<>();
  private @Nullable LastResourceManager last;

  /**
   * Checks and keeps the resources.
   *
   * @param resources what the system is started with
   * @throws ConfigurationException if one cannot keep what it promises
   */
  public Registry(List<? extends ResourceManager> resources) {
    for (ResourceManager resource : resources) {
      check(resource);
      if (byName.put(resource.name(), resource) != null) {
        throw new ConfigurationException(
            "resources", "two are named '" + resource.name() + "': each needs a name of its own");
      }
    }
  }

  private void check(ResourceManager resource) {
    String key = "resources." + resource.name();
    if (!NAME.matcher(resource.name()).matches()) {
      throw new ConfigurationException(
          "resources", "'" + resource.name() + "' is not 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
    Guarantee guarantee = resource.guarantee();
    if (guarantee.isTwoPhase() && !(resource instanceof XaResourceManager)) {
      throw new ConfigurationException(
          key, guarantee + " needs a recovery XAResource: implement XaResourceManager");
    }
    if (guarantee == Guarantee.LAST_RESOURCE) {
      if (!(resource instanceof LastResourceManager lastResource)) {
        throw new ConfigurationException(
            key, guarantee + " needs a decision row: implement LastResourceManager");
      }
      if (last != null) {
        throw new ConfigurationException(
            key, "'" + last.name() + "' is the last resource already: there can be one only");
      }
      last = lastResource;
    }
  }

  /**
   * Every resource.
   *
   * @return in the order of registration
   */
  public List<ResourceManager> all() {
    return new ArrayList<>(byName.values());
  }

  /**
   * Those whose branches can be in doubt.
   *
   * @return in the order of registration
   */
  public List<XaResourceManager> twoPhase() {
    return byName.values().stream()
        .filter(r -> r.guarantee().isTwoPhase())
        .map(XaResourceManager.class::cast)
        .toList();
  }

  /**
   * The last resource.
   *
   * @return if there is one
   */
  public Optional<LastResourceManager> lastResource() {
    return Optional.ofNullable(last);
  }

  /**
   * By name.
   *
   * @param name of a resource
   * @return the resource, if registered
   */
  public Optional<ResourceManager> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Whether this very object is registered.
   *
   * @param participant any
   * @return true if so
   */
  public boolean holds(Participant<?> participant) {
    return byName.get(participant.name()) == participant;
  }
}

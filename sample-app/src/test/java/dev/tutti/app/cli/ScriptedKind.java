package dev.tutti.app.cli;

import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;

/** The scripted fake in a configuration file: it can be left in doubt at will. */
public final class ScriptedKind implements ResourceKind {

  @Override
  public String kind() {
    return "scripted";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    return new ScriptedResource(settings.name(), settings.dataPath("directory", settings.name()));
  }
}

package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;

/**
 * {@code kind: artemis-embedded}, with {@code directory} (below the data directory; the resource's
 * name by default), {@code queues} and {@code pool-size}.
 */
public final class ArtemisEmbeddedKind implements ResourceKind {

  /** Made by the service loader. */
  public ArtemisEmbeddedKind() {}

  @Override
  public String kind() {
    return "artemis-embedded";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    return QueueList.inSection(
        settings,
        () -> {
          EmbeddedArtemisBuilder builder =
              JmsResource.embeddedArtemis(settings.name())
                  .directory(settings.dataPath("directory", settings.name()))
                  .poolSize(settings.number("pool-size", 16, 1, 1000));
          QueueList.of(settings).forEach(builder::queue);
          return builder.build();
        });
  }
}

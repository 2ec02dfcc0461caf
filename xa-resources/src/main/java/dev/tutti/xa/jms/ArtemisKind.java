package dev.tutti.xa.jms;

import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;
import dev.tutti.xa.config.TlsSettings;
import java.time.Duration;

/**
 * {@code kind: artemis}, with {@code url}, {@code user}, {@code password-file}, {@code queues},
 * {@code pool-size}, {@code connect-timeout}, {@code call-timeout} and a {@code tls} block.
 */
public final class ArtemisKind implements ResourceKind {

  /** Made by the service loader. */
  public ArtemisKind() {}

  @Override
  public String kind() {
    return "artemis";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    return QueueList.inSection(
        settings,
        () -> {
          ArtemisBuilder builder =
              JmsResource.artemis(settings.name())
                  .url(settings.text("url"))
                  .tls(TlsSettings.of(settings))
                  .poolSize(settings.number("pool-size", 16, 1, 1000))
                  .connectTimeout(settings.duration("connect-timeout", Duration.ofSeconds(5)))
                  .callTimeout(settings.duration("call-timeout", Duration.ofSeconds(30)));
          settings.optional("user").ifPresent(builder::user);
          settings.secret("password").ifPresent(builder::password);
          QueueList.of(settings).forEach(builder::queue);
          return builder.build();
        });
  }
}

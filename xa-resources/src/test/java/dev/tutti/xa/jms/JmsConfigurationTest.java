package dev.tutti.xa.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmsConfigurationTest {

  private static final ResourceLookup NOBODY =
      new ResourceLookup() {
        @Override
        public <T> T find(String key, String name, Class<T> type) {
          throw new ConfigurationException(key, "none");
        }
      };

  @TempDir Path directory;

  private JmsResource build(String kind, Map<String, String> values) {
    ResourceSettings settings =
        new ResourceSettings("events", "resources.events.", values, directory, directory);
    ResourceKind found =
        ServiceLoader.load(ResourceKind.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(k -> k.kind().equals(kind))
            .findFirst()
            .orElseThrow();
    JmsResource resource = (JmsResource) found.build(settings, NOBODY);
    settings.refuseUnknown();
    return resource;
  }

  @Test
  void anEmbeddedBrokerLivesInTheDataDirectory() {
    JmsResource events = build("artemis-embedded", Map.of("queues", "a, b"));
    assertThat(events.queues()).containsExactly("a", "b");
    assertThat(events.toString()).contains(directory.resolve("events").toString());
  }

  @Test
  void queuesCanBeAList() {
    JmsResource events =
        build("artemis-embedded", Map.of("queues[0]", "a", "queues[1]", "b", "directory", "x"));
    assertThat(events.queues()).containsExactly("a", "b");
  }

  @Test
  void aRemoteBrokersPasswordComesFromAFileAndIsShownNowhere() throws Exception {
    Files.writeString(directory.resolve("secret"), "s3cret\n");
    JmsResource events =
        build(
            "artemis",
            Map.of(
                "url", "tcp://localhost:61616",
                "user", "app",
                "password-file", "secret",
                "pool-size", "4",
                "connect-timeout", "1s"));
    assertThat(events.toString()).isEqualTo("events (tcp://localhost:61616)");
  }

  @Test
  void refusalsNameTheKeyOfTheFile() {
    assertThatThrownBy(() -> build("artemis", Map.of("url", "localhost")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("resources.events.url: 'localhost'");
    assertThatThrownBy(() -> build("artemis", Map.of("url", "tcp://u:pw1@h:1")))
        .hasMessageContaining("password-file")
        .hasMessageNotContaining("pw1");
    assertThatThrownBy(() -> build("artemis", Map.of("url", "tcp://h:1?password=pw1")))
        .hasMessageNotContaining("pw1");
    assertThatThrownBy(() -> build("artemis", Map.of()))
        .hasMessageContaining("resources.events.url: is required");
    assertThatThrownBy(() -> build("artemis-embedded", Map.of("queus", "a")))
        .hasMessageContaining("did you mean resources.events.queues?");
    assertThatThrownBy(() -> build("artemis-embedded", Map.of("queues", "a#b")))
        .hasMessageContaining("resources.events.queues");
  }
}

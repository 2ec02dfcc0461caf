package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {

  @TempDir Path directory;

  private static final ResourceLookup NOTHING =
      new ResourceLookup() {
        @Override
        public <T> T find(String key, String name, Class<T> type) {
          throw new AssertionError(name);
        }
      };

  private ResourceManager build(String kind, Map<String, String> values) {
    ResourceKind found =
        ServiceLoader.load(ResourceKind.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(k -> k.kind().equals(kind))
            .findFirst()
            .orElseThrow();
    ResourceSettings settings =
        new ResourceSettings("orders", "resources.orders.", values, directory, directory);
    ResourceManager resource = found.build(settings, NOTHING);
    settings.refuseUnknown();
    return resource;
  }

  @Test
  void h2LandsInTheDataDirectory() throws Exception {
    Files.writeString(directory.resolve("secret"), "s3cret\n");
    Files.writeString(directory.resolve("orders.sql"), "CREATE TABLE IF NOT EXISTS item (id INT);");
    Map<String, String> values =
        Map.of(
            "file", "db/orders",
            "user", "app",
            "password-file", "secret",
            "schema", "orders.sql",
            "pool-size", "3",
            "lock-timeout", "1s");
    try (JdbcResource orders = (JdbcResource) build("h2", values)) {
      assertThat(orders.guarantee()).isEqualTo(Guarantee.DEVELOPMENT);
      assertThat(orders.initSchema()).isEqualTo(1);
      assertThat(directory.resolve("db/orders.mv.db")).exists();
    }
  }

  @Test
  void lastResourceWorksOnAPlainDriver() throws Exception {
    try (LastJdbcResource audit =
        (LastJdbcResource) build("last-resource", Map.of("file", "audit"))) {
      assertThat(audit.guarantee()).isEqualTo(Guarantee.LAST_RESOURCE);
      HandTransaction transaction = new HandTransaction("t1");
      audit.join(transaction);
      transaction.close();
      transaction.last.commit();
      transaction.release(true);
      assertThat(directory.resolve("audit.mv.db")).exists();
    }
  }

  @Test
  void lastResourceWithoutADriverSaysSo() {
    assertThatThrownBy(() -> build("last-resource", Map.of("url", "jdbc:nothing:x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("resources.orders.url: no driver");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:mem:orders",
        "jdbc:h2:tcp://localhost/orders",
        "jdbc:postgresql://localhost/orders",
        "jdbc:h2:file:orders;WRITE_DELAY=500",
        "jdbc:h2:file:orders;auto_server=true",
        "jdbc:h2:file:orders;PASSWORD=hunter2"
      })
  void refusesAnH2AddressThatWouldBreakThePromise(String url) {
    assertThatThrownBy(() -> build("h2", Map.of("url", url)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("resources.orders.url: ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesAPoolOfNothingAndAnUnknownKey() {
    assertThatThrownBy(() -> build("h2", Map.of("pool-size", "0")))
        .hasMessageContaining("resources.orders.pool-size");
    assertThatThrownBy(() -> build("h2", Map.of("pool-sise", "3")))
        .hasMessageContaining("pool-size?");
  }
}

package dev.tutti.xa.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.xa.config.RefillSources;
import dev.tutti.xa.config.ResourceKind;
import dev.tutti.xa.config.ResourceLookup;
import dev.tutti.xa.config.ResourceSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration file can say about a cache. */
class CacheKindsTest {

  private final Rows rows = new Rows();
  private String asked = "";
  private final RefillSources orders =
      (table, key, columns) -> {
        asked += table + " " + key + " " + columns;
        return rows;
      };
  private final ResourceLookup others =
      new ResourceLookup() {
        @Override
        public <T> T find(String key, String name, Class<T> type) {
          asked += key + " " + name + " ";
          return type.cast(orders);
        }
      };

  private CacheResource<?> build(String kind, Map<String, String> values) {
    ResourceKind found =
        ServiceLoader.load(ResourceKind.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(k -> k.kind().equals(kind))
            .findFirst()
            .orElseThrow();
    ResourceSettings settings =
        new ResourceSettings("hot", "resources.hot.", values, Path.of("d"), Path.of("c"));
    CacheResource<?> resource = (CacheResource<?>) found.build(settings, others);
    settings.refuseUnknown();
    return resource;
  }

  @ParameterizedTest
  @ValueSource(strings = {"infinispan", "jcache"})
  void buildsACacheWithASource(String kind) throws Exception {
    rows.committed.put("k", "1");
    try (CacheResource<?> cache =
        build(
            kind,
            Map.of(
                "max-entries", "5",
                "lock-timeout", "250ms",
                "refill", "start",
                "source.resource", "orders",
                "source.table", "t",
                "source.key", "id",
                "source.columns", "id, total"))) {
      assertThat(asked)
          .isEqualTo("resources.hot.source.resource orders t id " + List.of("id", "total"));
      assertThat(cache.name()).isEqualTo("hot");
      assertThat(cache.guarantee()).isEqualTo(Guarantee.VOLATILE);
      cache.start(null);
      assertThat(cache.rebuilt()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"infinispan", "jcache"})
  void acceptsColumnsAsAList(String kind) {
    build(
        kind,
        Map.of(
            "source.resource", "orders",
            "source.table", "t",
            "source.key", "id",
            "source.columns[0]", "id",
            "source.columns[1]", "total"));
    assertThat(asked).endsWith("t id " + List.of("id", "total"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-entries=0|'0' is not a whole number",
        "lock-timeout=2m|not between 1ms and 1m",
        "refill=often|'often' is neither start nor miss",
        "refill=start|'start' needs a source",
        "source.table=t|resources.hot.source.resource: is required",
        "source.resource=orders|resources.hot.source.table: is required",
        "max-entrys=5|did you mean resources.hot.max-entries?",
      })
  void refusesWhatIsWrong(String setting) {
    String[] parts = setting.split("[=|]", -1);
    assertThatThrownBy(() -> build("infinispan", Map.of(parts[0], parts[1])))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no.such.Provider"})
  void asksForTheProviderThatIsNamed(String provider) {
    try (CacheResource<?> cache = build("jcache", Map.of("provider", provider))) {
      assertThatThrownBy(() -> cache.start(null)).hasMessageContaining(provider);
    }
  }
}

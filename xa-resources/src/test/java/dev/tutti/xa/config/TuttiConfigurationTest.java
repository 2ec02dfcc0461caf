package dev.tutti.xa.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.xa.config.ThingKind.Thing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuttiConfigurationTest {

  private static final String GOOD =
      """
      tutti:
        node: n1
      tm:
        timeout: 7s
        key-wait: 250ms
      receipts: b
      resources:
        b:
          kind: thing
          source: a
        a:
          kind: thing
          url: ${WHERE:here}/x
          password: ${SECRET:}
      mapping:
        key: "order-{id}"
        tables:
          orders:
            resource: a
            write: upsert
            key: id
            columns: {id: "{id}", total: "{sum.total}", origin: web}
        queues:
          b:
            fields: [id, total]
            headers: {kind: "order-{id}"}
        caches:
          cache: {resource: b, key: "{id}", fields: [id, total]}
      """;

  @TempDir Path dir;
  private final ThingKind kind = new ThingKind();

  @Test
  void readsEverythingThatTheFileSays() throws IOException {
    TuttiConfiguration read = load(GOOD, Map.of());

    assertThat(read.system().node()).isEqualTo("n1");
    assertThat(read.system().timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(read.system().keyWait()).isEqualTo(Duration.ofMillis(250));
    assertThat(read.system().receipts()).contains("b");
    assertThat(read.system().store()).isEqualTo(dir.resolve("data/log"));
    assertThat(read.init()).isEqualTo(TuttiConfiguration.Init.MANUAL);
    assertThat(read.resources()).extracting("name").containsExactly("b", "a");
    assertThat(((Thing) read.resource("b")).source).isSameAs(read.resource("a"));
    assertThat(((Thing) read.resource("a")).url).isEqualTo("here/x");

    Mapping mapping = read.mapping().orElseThrow();
    assertThat(mapping.key().fields()).containsExactly("id");
    TableMapping table = mapping.targets(TableMapping.class).get(0);
    assertThat(table.table()).isEqualTo("orders");
    assertThat(table.write()).isEqualTo(TableMapping.Write.UPSERT);
    assertThat(table.columns().get("total").single().orElseThrow().name()).isEqualTo("sum.total");
    assertThat(table.columns().get("origin").fields()).isEmpty();
    QueueMapping queue = mapping.targets(QueueMapping.class).get(0);
    assertThat(queue.resource()).isEqualTo("b");
    assertThat(queue.fields()).containsExactly("id", "total");
    assertThat(mapping.targets(CacheMapping.class).get(0).fields()).containsOnlyKeys("id", "total");
  }

  @Test
  void whatIsOffByDefaultIsTurnedOn() throws IOException {
    TransactionSystemConfig plain = load(GOOD, Map.of()).system();
    String on = "key-wait: 1s\n  operator-socket: true\n  strict: true\n  jmx: true";
    TransactionSystemConfig full = load(GOOD.replace("key-wait: 250ms", on), Map.of()).system();

    assertThat(plain.operatorSocket() || plain.strict() || plain.jmx()).isFalse();
    assertThat(full.operatorSocket() && full.strict() && full.jmx()).isTrue();
  }

  @Test
  void theEnvironmentOverridesTheFileAndFillsInItsExpressions() throws IOException {
    TuttiConfiguration read =
        load(
            GOOD,
            Map.of(
                "WHERE", "there", "TM_TIMEOUT", "9s", "TM_DRAIN", "1s", "RESOURCES_A_SIZE", "3"));

    assertThat(read.system().timeout()).isEqualTo(Duration.ofSeconds(9));
    assertThat(read.system().drain()).as("a key that is not in the file").hasSeconds(1);
    assertThat(((Thing) read.resource("a")).url).isEqualTo("there/x");
  }

  @Test
  void readsASecretFromAFileBesideTheConfiguration() throws IOException {
    Files.writeString(dir.resolve("pw"), "s3cret\n");
    TuttiConfiguration read =
        load(GOOD.replace("password: ${SECRET:}", "password-file: pw"), Map.of());

    assertThat(((Thing) read.resource("a")).password).isEqualTo("s3cret");
    assertThat(read.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timeout: 7s        | timeot: 7s         | t.yaml:4: tm.timeot: is unknown; did you mean tm.timeout?
          timeout: 7s        | timeout: 7 apples  | t.yaml:4: tm.timeout: '7 apples' is not a time like 250ms, 30s, 5m, 1h, 30d or PT30S
          timeout: 7s        | timeout: 7d        | t.yaml:4: tm.timeout: PT168H is not between PT1S and PT24H (ISO-8601 durations)
          node: n1           | node: a b          | t.yaml:2: tutti.node: 'a b' is not 1 to 14 characters of A-Z a-z 0-9 . _
          node: n1           | nod: n1            | t.yaml: tutti.node: is required and missing
          receipts: b        | receipt: b         | t.yaml:6: receipt: is unknown; did you mean receipts?
          receipts: b        | receipts: c        | t.yaml:6: receipts: 'c' is not a resource; they are [b, a]
          source: a          | source: c          | t.yaml:10: resources.b.source: 'c' is not a resource; the resources are b, a
          source: a          | surce: a           | t.yaml:10: resources.b.surce: is unknown; did you mean resources.b.source?
          source: a          | source: b          | t.yaml:10: resources.b.source: 'b' depends on itself: b -> b
          source: a          | size: 12           | t.yaml:10: resources.b.size: '12' is not a whole number from 1 to 9
          source: a          | kind: thing        | t.yaml: resources.b.kind: stands twice, in lines 9 and 10; keep one
          url: ${WHERE:here}/x | kin: x           | t.yaml:13: resources.a.kin: is unknown; did you mean resources.a.kind?
          url: ${WHERE:here}/x | url: ${NOWHERE}  | t.yaml:13: resources.a.url: '${NOWHERE}' cannot be filled in; set the environment variable, or give a default: ${NAME:default}
          password: ${SECRET:} | password-file: no | t.yaml:14: resources.a.password-file: <dir>/no cannot be read: <dir>/no
          mapping:           | maping:            | t.yaml:28: maping.caches.cache.fields: is unknown; did you mean mapping?
          tables:            | tabels:            | t.yaml:22: mapping.tabels.orders.columns.id: is unknown; did you mean mapping.tables?
          write: upsert      | write: merge       | t.yaml:20: mapping.tables.orders.write: 'merge' is none of insert, upsert, delete
          key: id            | key: nr            | t.yaml:21: mapping.tables.orders.key: 'nr' is not among the columns; they are [id, origin, total]
          resource: a        | resource: x        | t.yaml:19: mapping.tables.orders.resource: 'x' is not a resource; they are [b, a]
          resource: a        | resourc: a         | t.yaml: mapping.tables.orders.resource: is required and missing; is mapping.tables.orders.resourc meant to be it?
          origin: web        | origin: {web}      | t.yaml:22: mapping.tables.orders.columns.origin: is not a text; put quotes around the braces: "{field}"
          "order-{id}"       | order              | t.yaml:16: mapping.key: 'order' is the same for each record; name a field, for example order-{id}
          "order-{id}"       | "order-{id"        | t.yaml:16: mapping.key: 'order-{id' lacks a closing } after {
          "order-{id}"       | "order-{i d}"      | t.yaml:16: mapping.key: 'order-{i d}': {i d} is no field; allowed is {name} or {name?}
          headers: {kind:    | headers: {JMSType: | t.yaml:26: mapping.queues.b.headers.JMSType: is not a name that JMS allows: letters, digits, _ and $, not beginning with JMS
          fields: [id, total] | feilds: [id, total] | t.yaml:25: mapping.queues.b.feilds: is unknown; did you mean mapping.queues.b.fields?
          tutti:             | tutti: [           | t.yaml:3:3: is not YAML: expected ',' or ']', but got :
          """)
  void saysInOneLineWhatIsWrong(String from, String to, String expected) throws IOException {
    assertThat(GOOD).contains(from);
    int at = GOOD.indexOf(from);
    String bad = GOOD.substring(0, at) + to + GOOD.substring(at + from.length());

    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> load(bad, Map.of()));

    assertThat(refused).as(bad).isNotNull();
    assertThat(refused.getMessage().lines()).hasSize(1);
    assertThat(refused.getMessage().replace(dir.toString(), "<dir>")).startsWith(expected);
  }

  @Test
  void closesWhatItHasBuiltWhenALaterResourceIsRefused() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> load(GOOD.replace("password: ${SECRET:}", "size: 0"), Map.of()));
    assertThat(refused).hasMessageContaining("resources.a.size");
    // b asks for a, which is refused: nothing was built.
    assertThat(kind.made).isEmpty();

    String unknownKind =
        GOOD.replace("kind: thing\n    url", "kind: no\n    url")
            .replace("    source: a\n", "    size: 2\n");
    assertThat(
            catchThrowableOfType(ConfigurationException.class, () -> load(unknownKind, Map.of())))
        .hasMessage("t.yaml:12: resources.a.kind: 'no' is not a kind; the kinds are thing");
    assertThat(kind.made).hasSize(1).allMatch(thing -> thing.closed);
  }

  @Test
  void aMissingFileIsSaidByItsPath() {
    assertThat(
            catchThrowableOfType(
                ConfigurationException.class,
                () -> TuttiConfiguration.load(dir.resolve("no.yaml"), dir)))
        .hasMessage(
            "--config: " + dir.resolve("no.yaml") + " does not exist; name a configuration file");
  }

  private TuttiConfiguration load(String yaml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(dir.resolve("t.yaml"), yaml);
    return TuttiConfiguration.load(file, dir.resolve("data"), environment, List.of(kind));
  }
}

package dev.tutti.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.metrics.TuttiMetrics;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.recovery.PhaseTimes;
import dev.tutti.tm.recovery.ResourceVitals;
import dev.tutti.tm.recovery.Vitals;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The documentation and the alerts name meters that exist, and all of them. */
class MetersTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(tutti\\.[a-z.]+)` \\| ?(.*?) ?\\| (\\w+) \\| ?(\\w*) ?\\|");

  @TempDir Path dir;

  /** Of a node whose first source tells of its server what PostgreSQL does. */
  private Vitals vitals() throws IOException {
    try (Node node = new Node(dir)) {
      Vitals now = node.tutti.recovery().vitals();
      PhaseTimes none = now.resources().get(0).prepare();
      List<ResourceVitals> resources = new ArrayList<>(now.resources());
      resources.set(
          0,
          new ResourceVitals(
              "left",
              Guarantee.DURABLE_XA,
              Optional.empty(),
              List.of(),
              0,
              none,
              none,
              none,
              Optional.of(7000L)));
      return new Vitals(
          now.node(),
          now.startedAtMillis(),
          now.takenAtMillis(),
          now.running(),
          now.outcomes(),
          resources,
          now.doubt(),
          now.log(),
          now.recovery(),
          now.health());
    }
  }

  private static MeterRegistry registry(Vitals vitals) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    new TuttiMetrics(() -> vitals, Tags.empty()).bindTo(registry);
    return registry;
  }

  @Test
  void theTableOfTheDocumentationIsTheRegistry() throws IOException {
    Map<String, String> registered = new TreeMap<>();
    for (Meter meter : registry(vitals()).getMeters()) {
      String tags =
          meter.getId().getTags().stream()
              .map(tag -> "`" + tag.getKey() + "`")
              .collect(Collectors.joining(", "));
      String kind = meter.getId().getType().name().toLowerCase(Locale.ROOT);
      String unit = meter.getId().getBaseUnit() == null ? "" : meter.getId().getBaseUnit();
      registered.put(
          meter.getId().getName(),
          tags + " " + kind + " " + (kind.equals("timer") ? "seconds" : unit));
    }
    Map<String, String> documented = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("..", "docs", "metrics.md")));
    while (rows.find()) {
      documented.put(
          rows.group(1), rows.group(2).strip() + " " + rows.group(3) + " " + rows.group(4));
    }
    assertThat(documented).isEqualTo(registered);
  }

  @Test
  void theDocumentationNamesEachStateAndOutcome() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "metrics.md"));
    for (Meter meter : registry(vitals()).getMeters()) {
      for (Tag tag : meter.getId().getTags()) {
        if (!tag.getKey().equals("resource")) {
          assertThat(text).contains("`" + tag.getValue() + "`");
        }
      }
    }
  }

  @Test
  void everyAlertAsksForWhatAScrapeHas() throws Exception {
    Vitals vitals = vitals();
    String scrape = new Scrape(() -> vitals).text();
    Map<String, String> alerts = alerts();

    assertThat(alerts.keySet())
        .containsExactlyInAnyOrder(
            "TuttiHeld",
            "TuttiInDoubtOld",
            "TuttiUnreachable",
            "TuttiLowSpace",
            "TuttiLostNode",
            "TuttiPostgresqlPreparedOld");
    assertThat(alerts.values())
        .allSatisfy(
            expression -> {
              Matcher series = Pattern.compile("tutti_\\w+(\\{[^}]*})?").matcher(expression);
              assertThat(series.find()).as(expression).isTrue();
              assertThat(hasSeries(scrape, series.group())).as(series.group()).isTrue();
            });
    assertThat(hasSeries(scrape, "tutti_nothing")).isFalse();
    assertThat(scrape).contains("tutti_postgresql_prepared_oldest_seconds{resource=\"left\"} 7.0");
  }

  /** Of this name and, where they are given, with these labels. */
  private static boolean hasSeries(String scrape, String selector) {
    return scrape
        .lines()
        .filter(line -> !line.startsWith("#"))
        .anyMatch(
            line ->
                line.startsWith(selector + " ")
                    || (!selector.contains("{") && line.startsWith(selector + "{")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> alerts() throws IOException {
    Map<String, String> found = new TreeMap<>();
    Set<String> runbooks = new TreeSet<>();
    try (Reader reader =
        Files.newBufferedReader(Path.of("..", "config", "prometheus-alerts.yaml"))) {
      Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
        for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
          String name = (String) rule.get("alert");
          found.put(name, (String) rule.get("expr"));
          Map<String, String> notes = (Map<String, String>) rule.get("annotations");
          assertThat(notes).containsKeys("summary", "description");
          assertThat(notes.get("runbook"))
              .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
          runbooks.add(notes.get("runbook"));
        }
      }
    }
    assertThat(runbooks).hasSameSizeAs(found.keySet());
    return found;
  }
}

package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One rule of the alerts as Prometheus would apply it to one scrape, without its waiting time. */
record AlertRule(String series, String comparison, double bound) {

  private static final Path RULES = Path.of("..", "config", "prometheus-alerts.yaml");
  private static final Pattern EXPRESSION =
      Pattern.compile("\\s+expr: (\\w+(?:\\{[^}]*})?) (<|>|==) (\\d+)");

  static AlertRule of(String alert) throws IOException {
    List<String> lines = Files.readAllLines(RULES);
    int at = lines.indexOf("      - alert: " + alert);
    assertThat(at).as(alert).isNotNegative();
    Matcher expression = EXPRESSION.matcher(lines.get(at + 1));
    assertThat(expression.matches()).as(lines.get(at + 1)).isTrue();
    return new AlertRule(
        expression.group(1), expression.group(2), Double.parseDouble(expression.group(3)));
  }

  /** What the series says now; a scrape without it fails. */
  double value(String scrape) {
    return scrape
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series + " in:\n" + scrape));
  }

  boolean fires(String scrape) {
    double value = value(scrape);
    return switch (comparison) {
      case "<" -> value < bound;
      case ">" -> value > bound;
      default -> value == bound;
    };
  }
}

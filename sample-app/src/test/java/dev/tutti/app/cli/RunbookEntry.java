package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The commands of one entry of the runbook, as they stand there, with the shape of the answers. */
record RunbookEntry(String alert, List<Step> steps) {

  private static final Path PAGE = Path.of("..", "docs", "runbook.md");

  /** Something to type, or (with #) to do by hand, and the lines to expect in this order. */
  record Step(String command, List<String> shape) {}

  /** Does one step, and answers what it printed. */
  @FunctionalInterface
  interface Hand {
    String does(String command) throws Exception;
  }

  static List<String> alerts() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("## "))
        .map(line -> line.substring(3))
        .toList();
  }

  static RunbookEntry of(String alert) throws IOException {
    List<Step> steps = new ArrayList<>();
    boolean mine = false;
    boolean block = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("## ")) {
        mine = line.equals("## " + alert);
      } else if (line.startsWith("```")) {
        block = !block;
      } else if (mine && block && (line.startsWith("$ ") || line.startsWith("# "))) {
        steps.add(new Step(line.startsWith("$ ") ? line.substring(2) : line, new ArrayList<>()));
      } else if (mine && block) {
        steps.get(steps.size() - 1).shape().add(line);
      }
    }
    assertThat(steps).as(alert).isNotEmpty();
    return new RunbookEntry(alert, steps);
  }

  /** Does all of it; a step that names one of several is done for each of them. */
  void run(Map<String, List<String>> names, Hand hand) throws Exception {
    for (Step step : steps) {
      List<String> each = List.of("");
      String name = "";
      for (String candidate : names.keySet()) {
        if (word(candidate).matcher(step.command()).find()) {
          name = candidate;
          each = names.get(candidate);
        }
      }
      for (String value : each) {
        String said = hand.does(filled(step.command(), names, name, value));
        matches(step, said, names, name, value);
      }
    }
  }

  private static void matches(
      Step step, String said, Map<String, List<String>> names, String name, String value) {
    List<String> lines = said.lines().toList();
    int at = 0;
    for (String shape : step.shape()) {
      Pattern pattern = pattern(filled(shape, names, name, value));
      while (at < lines.size() && !pattern.matcher(lines.get(at)).matches()) {
        at++;
      }
      assertThat(at)
          .as("%s: no line '%s' in:%n%s", step.command(), shape, said)
          .isLessThan(lines.size());
      at++;
    }
  }

  private static Pattern word(String name) {
    return Pattern.compile("\\b" + name + "\\b");
  }

  private static String filled(
      String text, Map<String, List<String>> names, String name, String value) {
    String out = name.isEmpty() ? text : word(name).matcher(text).replaceAll(value);
    for (Map.Entry<String, List<String>> entry : names.entrySet()) {
      out = word(entry.getKey()).matcher(out).replaceAll(entry.getValue().get(0));
    }
    return out;
  }

  private static Pattern pattern(String shape) {
    StringBuilder regex = new StringBuilder("\\s*");
    for (String part : shape.replace("…", " … ").strip().split("\\s+", -1)) {
      regex.append(part.equals("…") ? ".*" : Pattern.quote(part) + "\\s*");
    }
    return Pattern.compile(regex.toString());
  }
}

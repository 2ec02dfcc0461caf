package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/admin.md that call curl, as they are written there. */
class AdminDocTest {

  @TempDir Path dir;

  @Test
  void theExamplesDoWhatThePageSays() throws Exception {
    LeftInDoubt scene = LeftInDoubt.in(dir);
    String page = Files.readString(Path.of("..", "docs", "admin.md"));
    String script =
        Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("curl"))
            .collect(Collectors.joining("\n"));
    assertThat(script).contains("http://127.0.0.1:7077");
    Path out = dir.resolve("out.txt");
    try (Serving serving = Serving.of(scene.config(), scene.data())) {
      String url = serving.url().substring(0, serving.url().length() - 1);
      ProcessBuilder shell =
          new ProcessBuilder("sh", "-euc", script.replace("http://127.0.0.1:7077", url));
      shell.environment().put("DATA", scene.data().toString());
      shell.environment().put("ID", scene.id());
      Process process = shell.redirectErrorStream(true).redirectOutput(out.toFile()).start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      String said = Files.readString(out);
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said)
          .contains("\"matching\":1", "bring the server back", "\"outcomes\":", "\"complete\":true")
          .contains("\"who\":\"Ada\"", "\"reason\":\"as decided\"", "live\n", "tutti_");
      Matcher problems = Pattern.compile("\"whatToDo\"").matcher(said);
      assertThat(problems.find()).as(said).isFalse();
    }
    assertThat(scene.ledger().server().committed()).containsEntry("a", "1");
  }
}

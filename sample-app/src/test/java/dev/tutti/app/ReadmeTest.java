package dev.tutti.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that the README tells to paste: it compiles, runs, and does what it says. */
class ReadmeTest {

  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  @TempDir Path dir;

  @Test
  void theProgramCommitsAndIsADuplicateTheSecondTime() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(block.find()).isTrue();
    Path source = Files.writeString(dir.resolve("Hello.java"), block.group(1));

    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", dir.toString(), "-cp", CLASS_PATH, source.toString());

    assertThat(compiled).isZero();
    assertThat(run()).contains("COMMITTED");
    assertThat(run()).contains("DUPLICATE");
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .as("nothing is written elsewhere")
          .containsExactlyInAnyOrder("Hello.java", "Hello.class", "hello-data", "out.txt");
    }
  }

  /** In a JVM of its own, which must end by itself. */
  private String run() throws IOException, InterruptedException {
    Path out = dir.resolve("out.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    dir + System.getProperty("path.separator") + CLASS_PATH,
                    "Hello"))
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends by itself").isTrue();
      assertThat(process.exitValue()).as(Files.readString(out)).isZero();
      return Files.readString(out);
    } finally {
      process.destroyForcibly();
    }
  }
}

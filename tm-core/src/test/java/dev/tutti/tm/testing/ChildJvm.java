package dev.tutti.tm.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a main class in a Java virtual machine of its own, which may die as it likes. */
public final class ChildJvm {

  private ChildJvm() {}

  /**
   * How a child ended.
   *
   * @param exit its exit code; what it gave to {@code Runtime.halt}, or 137 after a kill -9
   * @param output what it printed, both streams
   */
  public record Ended(int exit, String output) {}

  /**
   * Starts a child; the caller destroys it.
   *
   * @param output where both its streams go
   * @param main its main class
   * @param args its arguments
   * @return the process
   */
  public static Process start(Path output, Class<?> main, String... args) {
    return start(List.of(), output, classPath(), main, args);
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static Process start(
      List<String> wrapper, Path output, String classPath, Class<?> main, String... args) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It lives for a moment: what only pays later is left out.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC"));
    // The quiet logging of the tests holds in children too.
    String logging = System.getProperty("java.util.logging.config.file");
    if (logging != null) {
      command.add("-Djava.util.logging.config.file=" + logging);
    }
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(args));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a child to its end.
   *
   * @param limit after which it is killed and the test fails
   * @param main its main class
   * @param args its arguments
   * @return how it ended
   */
  public static Ended run(Duration limit, Class<?> main, String... args) {
    return run(List.of(), limit, classPath(), main, args);
  }

  /**
   * The same without some libraries.
   *
   * @param libraries parts of the names of the jars that it does not get
   * @param limit after which it is killed and the test fails
   * @param main its main class
   * @param args its arguments
   * @return how it ended
   */
  public static Ended runWithout(
      Set<String> libraries, Duration limit, Class<?> main, String... args) {
    String rest =
        Arrays.stream(classPath().split(File.pathSeparator, -1))
            .filter(entry -> libraries.stream().noneMatch(new File(entry).getName()::contains))
            .collect(Collectors.joining(File.pathSeparator));
    return run(List.of(), limit, rest, main, args);
  }

  /** The same through a command that ends by executing its arguments. */
  static Ended runThrough(List<String> wrapper, Duration limit, Class<?> main, String... args) {
    return run(wrapper, limit, classPath(), main, args);
  }

  private static Ended run(
      List<String> wrapper, Duration limit, String classPath, Class<?> main, String... args) {
    try {
      Path output = Files.createTempFile("child", ".log");
      Process process = start(wrapper, output, classPath, main, args);
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError(
              main.getSimpleName() + " did not end within " + limit + ":\n" + read(output));
        }
        return new Ended(process.exitValue(), read(output));
      } finally {
        process.destroyForcibly();
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String read(Path output) throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}

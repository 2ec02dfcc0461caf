package dev.tutti.app.campaign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line in a JVM of its own. */
final class Child implements AutoCloseable {

  /** After a SIGKILL. */
  static final int KILLED = 137;

  /**
   * How it ended.
   *
   * @param exit its code
   * @param out standard output
   * @param err standard error
   */
  record Ended(int exit, String out, String err) {
    @Override
    public String toString() {
      return "exit " + exit + "\n" + out + "\n" + err;
    }
  }

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static Child start(Path dir, Map<String, String> environment, String... args) throws IOException {
    Path out = Files.createTempFile(dir, "out", ".txt");
    Path err = Files.createTempFile(dir, "err", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Dtutti.home=" + Path.of("").toAbsolutePath());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("dev.tutti.app.cli.Main");
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Child(builder.start(), out, err);
  }

  boolean alive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Lets it run on for a while; true if it has ended by itself. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What it left behind; kills it if it does not end by itself. */
  Ended end(Duration limit) throws IOException, InterruptedException {
    if (!endsWithin(limit)) {
      Ended hung = new Ended(-1, "did not end within " + limit + "\n" + threads(), read(err));
      kill();
      throw new AssertionError(hung.toString());
    }
    Ended ended = new Ended(process.exitValue(), read(out), read(err));
    Files.deleteIfExists(out);
    Files.deleteIfExists(err);
    return ended;
  }

  /** What its threads are doing. */
  private String threads() throws IOException {
    Process jstack =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
                Long.toString(process.pid()))
            .redirectErrorStream(true)
            .start();
    try (java.io.InputStream said = jstack.getInputStream()) {
      return new String(said.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

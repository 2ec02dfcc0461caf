package dev.tutti.tm.remote;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** One life of the participant's process, and the line to it. Thread-safe. */
final class Pipe {

  private final Process process;
  private final OutputStream to;
  private final BufferedReader from;

  Pipe(Path directory) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                PipeServer.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    to = process.getOutputStream();
    from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  synchronized String ask(String question) throws IOException {
    to.write((question + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
    String answer = from.readLine();
    if (answer == null) {
      throw new EOFException("the participant's process is gone");
    }
    return answer;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  void kill() {
    CompletableFuture<Process> gone = process.onExit();
    process.destroyForcibly();
    gone.join();
  }
}

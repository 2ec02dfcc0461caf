package dev.tutti.xa.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a command to its end. */
final class Commands {

  /**
   * How it ended.
   *
   * @param exit its exit code
   * @param output what it said, both streams
   */
  record Ended(int exit, String output) {

    Ended orFail(List<String> command) {
      if (exit != 0) {
        throw new IllegalStateException(command.get(0) + " ended with " + exit + ": " + output);
      }
      return this;
    }
  }

  private Commands() {}

  static Ended run(String... command) {
    return run(List.of(command), null);
  }

  /**
   * Runs a command.
   *
   * @param input what it reads; closed at its end
   */
  static Ended run(List<String> command, @Nullable InputStream input) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        feed(process, input);
        byte[] output = process.getInputStream().readAllBytes();
        return new Ended(process.waitFor(), new String(output, StandardCharsets.UTF_8).strip());
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return new Ended(127, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The commands that read much say little, so that neither waits for the other. */
  private static void feed(Process process, @Nullable InputStream input) {
    try (OutputStream out = process.getOutputStream()) {
      if (input != null) {
        input.transferTo(out);
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
      // It ended before it read all; its exit code tells.
    }
  }
}

package dev.tutti.xa.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A JVM that starts a process, says its number, and waits to be killed. */
final class LeashedChild {

  private LeashedChild() {}

  static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            LeashedChild.class.getName())
        .start();
  }

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    ServerProcess server =
        ServerProcess.start(List.of("sleep", "1000"), directory.toFile(), Path.of("/dev/null"));
    System.out.println(server.pid());
    System.in.readAllBytes();
  }
}

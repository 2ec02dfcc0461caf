package dev.tutti.tm.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of a size of one's own, that really runs full: a tmpfs which only one child sees,
 * in a mount namespace that ends with it, so that nothing has to be unmounted.
 */
public final class SmallDisk {

  private static final int CHUNK = 1 << 20;
  private static final int SLICE = 1 << 12;

  private SmallDisk() {}

  /**
   * Runs a child for which a directory is a disk of that size, empty at first.
   *
   * @param directory an existing one
   * @param size as mount says it, like 24m
   * @param limit after which it is killed and the test fails
   * @param main its main class
   * @param args its arguments
   * @return how it ended
   */
  public static ChildJvm.Ended run(
      Path directory, String size, Duration limit, Class<?> main, String... args) {
    return ChildJvm.runThrough(mounted(directory, size), limit, main, args);
  }

  private static List<String> mounted(Path directory, String size) {
    List<String> seen = new ArrayList<>();
    for (List<String> namespace : List.of(List.of("unshare", "-m"), List.of("unshare", "-rm"))) {
      List<String> command = new ArrayList<>(namespace);
      command.addAll(
          List.of(
              "sh",
              "-c",
              "mount -t tmpfs -o size=\"$1\",mode=700 tmpfs \"$2\" && shift 2 && exec \"$@\"",
              "sh",
              size,
              directory.toString()));
      String problem = problem(command);
      if (problem.isEmpty()) {
        return command;
      }
      seen.add(String.join(" ", namespace) + ": " + problem);
    }
    String why =
        "no file system of its own can be mounted for this test ("
            + String.join("; ", seen)
            + "). Run it as root, or allow user namespaces";
    System.out.println("NOT SHOWN: " + why);
    return Assumptions.abort(why);
  }

  /** Empty if it works. */
  private static String problem(List<String> command) {
    List<String> probe = new ArrayList<>(command);
    probe.add("true");
    try {
      Process process = new ProcessBuilder(probe).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
          ? ""
          : "exit " + process.exitValue() + " " + said;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Fills the disk of a file with it, to the last page. */
  public static void fill(Path file) throws IOException {
    try (RandomAccessFile filler = new RandomAccessFile(file.toFile(), "rw")) {
      for (int size = CHUNK; size >= SLICE; size /= 2) {
        long end = filler.length();
        try {
          while (true) {
            filler.seek(end);
            filler.write(new byte[size]);
            end += size;
          }
        } catch (IOException full) {
          filler.setLength(end);
        }
      }
    }
  }

  /** Gives some of it back. */
  public static void giveBack(Path file, long bytes) throws IOException {
    try (RandomAccessFile filler = new RandomAccessFile(file.toFile(), "rw")) {
      filler.setLength(filler.length() - bytes);
    }
  }
}

package dev.tutti.tm.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the library leaves behind: its store and nothing else. */
class FootprintTest {

  @TempDir Path dir;
  private Path work;
  private Path home;
  private Path temporary;
  private Path store;

  private record Ended(int exit, String output) {}

  @BeforeEach
  void directories() throws IOException {
    work = Files.createDirectory(dir.resolve("work"));
    home = Files.createDirectory(dir.resolve("home"));
    temporary = Files.createDirectory(dir.resolve("tmp"));
    store = dir.resolve("store");
  }

  private Ended run(String how) throws Exception {
    Path output = dir.resolve("output");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // The JVM's own file in the system's directory for temporary files.
                "-XX:-UsePerfData",
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                absoluteClassPath(),
                FootprintChild.class.getName(),
                store.toString(),
                dir.resolve("sources").toString(),
                how)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS))
          .as("ends by itself; it printed: %s", Files.readString(output))
          .isTrue();
      return new Ended(child.exitValue(), Files.readString(output));
    } finally {
      child.destroyForcibly();
    }
  }

  private static String absoluteClassPath() {
    String separator = System.getProperty("path.separator");
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(separator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((a, b) -> a + separator + b)
        .orElseThrow();
  }

  private static List<Path> tree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(p -> !p.equals(root)).map(root::relativize).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "forget"})
  void endsByItselfAndWritesNothingOutsideTheStore(String how) throws Exception {
    Ended ended = run(how);

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("timed out");
    assertThat(tree(work)).isEmpty();
    assertThat(tree(home)).isEmpty();
    assertThat(tree(temporary)).isEmpty();
    assertThat(tree(dir).stream().map(p -> p.getName(0).toString()).distinct())
        .containsExactlyInAnyOrder("work", "home", "tmp", "store", "sources", "output");
  }

  @Test
  void leavesNoThreadAndOpensNoSocket() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/proc/self/fd")),
        "sockets are counted by /proc, which only Linux has");
    Ended ended = run("report");

    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("threads=[]");
    assertThat(ended.output()).as("a socket would be seen").contains("seen=true");
    assertThat(ended.output().lines().filter(l -> l.startsWith("sockets=")))
        .containsExactly("sockets=[]", "sockets=[]");
  }

  @Test
  void theStoreIsItsOwnersAlone() throws Exception {
    assumeTrue(
        Files.getFileStore(dir).supportsFileAttributeView("posix"),
        "permissions are checked where the file system has them");
    run("close");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
        .isEqualTo("rwx------");
  }

  @Test
  void aDecisionSurvivesAUserWhoForgetsToClose() throws Exception {
    run("forget");
    Map<String, Integer> exits = new TreeMap<>();
    // The store is not left locked, and nothing is in doubt: the child checks that itself.
    assertThatCode(() -> exits.put("again", run("close").exit())).doesNotThrowAnyException();
    assertThat(exits).containsEntry("again", 0);
  }
}

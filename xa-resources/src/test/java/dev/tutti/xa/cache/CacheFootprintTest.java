package dev.tutti.xa.cache;

import static dev.tutti.xa.cache.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cache leaves nothing behind, however often it starts. */
class CacheFootprintTest {

  @Test
  void infinispanLeavesNothingAfterFiveStarts() throws Exception {
    startAndStop(() -> CacheResource.infinispan("cache"));
  }

  @Test
  void jcacheLeavesNothingAfterFiveStarts() throws Exception {
    startAndStop(() -> CacheResource.jcache("cache"));
  }

  private static void startAndStop(Supplier<CacheBuilder<Map<String, String>>> builder)
      throws Exception {
    Set<Long> threads = threads();
    Set<String> files = files();
    Set<String> sockets = sockets();
    for (int round = 1; round <= 5; round++) {
      try (CacheResource<Map<String, String>> cache = builder.get().maxEntries(10).build()) {
        cache.start(null);
        for (int i = 0; i < 100; i++) {
          HandEnlistment tx = new HandEnlistment();
          cache.join(tx).put("k" + i, row("v"));
          tx.commit();
        }
        assertThat(cache.size()).isPositive();
        assertThat(sockets()).isEqualTo(sockets);
      }
    }
    await().untilAsserted(() -> assertThat(left(threads)).isEmpty());
    assertThat(files()).isEqualTo(files);
  }

  private static Stream<Thread> live() {
    // The common pool is the JVM's own: its daemons come and go.
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> !t.getName().startsWith("ForkJoinPool.commonPool"));
  }

  private static Set<Long> threads() {
    return live().map(Thread::getId).collect(Collectors.toSet());
  }

  private static Set<String> left(Set<Long> before) {
    return live()
        .filter(t -> t.isAlive() && !before.contains(t.getId()))
        .filter(t -> !t.getName().startsWith("awaitility"))
        // RxJava's, one daemon for the JVM, started by its own class when Infinispan first loads
        // it.
        .filter(t -> !t.getName().startsWith("RxCachedWorkerPoolEvictor"))
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }

  private static Set<String> files() throws Exception {
    try (Stream<Path> all = Files.list(Path.of("").toAbsolutePath())) {
      return all.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Internet sockets of this process. */
  private static Set<String> sockets() throws Exception {
    Set<String> mine = new TreeSet<>();
    Path descriptors = Path.of("/proc/self/fd");
    if (Files.isDirectory(descriptors)) {
      try (Stream<Path> all = Files.list(descriptors)) {
        for (Path fd : all.toList()) {
          try {
            mine.add(Files.readSymbolicLink(fd).toString());
          } catch (IOException e) {
            // It was closed meanwhile.
          }
        }
      }
    }
    Set<String> found = new TreeSet<>();
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      Path table = Path.of("/proc/self/net", protocol);
      if (Files.isReadable(table)) {
        for (String line : Files.readAllLines(table)) {
          String[] columns = line.trim().split("\\s+", -1);
          if (columns.length > 9 && mine.contains("socket:[" + columns[9] + "]")) {
            found.add(protocol + " " + columns[9]);
          }
        }
      }
    }
    return found;
  }
}

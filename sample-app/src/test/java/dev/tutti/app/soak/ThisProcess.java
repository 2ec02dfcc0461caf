package dev.tutti.app.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this process takes. */
final class ThisProcess {

  /**
   * Not of what is measured: those that watch the servers' processes, and the pools that the plain
   * clients of the drain and of the looks share. The resource's connections have pools of their
   * own.
   */
  private static final List<String> CHECKERS = List.of("process reaper", "activemq-client-global");

  private ThisProcess() {}

  /** Heap in use after a full collection. */
  static long heapAfterCollection() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** How many of each name, whatever their numbers. */
  static Map<String, Integer> threads() {
    Map<String, Integer> names = new TreeMap<>();
    Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> CHECKERS.stream().noneMatch(name::contains))
        .forEach(name -> names.merge(kind(name), 1, Integer::sum));
    return names;
  }

  private static String kind(String name) {
    return name.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*")
        .replaceAll("@[0-9a-f]+|\\d+", "#");
  }

  static long resident() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("no VmRSS");
  }
}

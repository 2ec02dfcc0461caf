package dev.tutti.tm.footprint;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;

/**
 * A life of the library: writes, a pending commit, a timeout, recovery. Arguments: store, sources,
 * and {@code close}, {@code report} (close, then say which threads are left) or {@code forget}.
 */
final class FootprintChild {

  private FootprintChild() {}

  public static void main(String[] args) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Path sources = Path.of(args[1]);
    ScriptedResource left = new ScriptedResource("left", sources.resolve("left"));
    ScriptedResource right = new ScriptedResource("right", sources.resolve("right"));
    TransactionSystem tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", Path.of(args[0]))
                .recoveryInterval(Duration.ofMillis(100))
                .drain(Duration.ofMillis(100))
                .build(),
            left,
            right);
    live(tutti, left, right);
    System.out.println("sockets=" + sockets());
    try (ServerSocket seen = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.out.println("seen=" + !sockets().isEmpty() + " at " + (seen.getLocalPort() > 0));
    }
    switch (args[2]) {
      case "forget" -> System.out.println("forgotten");
      case "report" -> {
        tutti.close();
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
          if (!before.contains(thread) && thread.isAlive() && !isOfThePlatform(thread)) {
            names.add(thread.getName());
          }
        }
        System.out.println("threads=" + names);
        System.out.println("sockets=" + sockets());
      }
      default -> tutti.close();
    }
  }

  /** What the platform keeps for all virtual threads of a JVM, once there was one. */
  private static boolean isOfThePlatform(Thread thread) {
    String type = thread.getClass().getName();
    return type.equals("jdk.internal.misc.CarrierThread")
        || thread.getName().startsWith("VirtualThread-");
  }

  private static void live(TransactionSystem tutti, ScriptedResource left, ScriptedResource right)
      throws Exception {
    for (int i = 0; i < 20; i++) {
      write(tutti, left, right, "k" + i);
    }
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    if (write(tutti, left, right, "pending") != Outcome.COMMITTED_PENDING) {
      throw new AssertionError("not pending");
    }
    tutti.recovery().scan();
    CountDownLatch rolledBack = new CountDownLatch(1);
    left.script().once(Step.AFTER_ROLLBACK, rolledBack::countDown);
    try {
      tutti.write(
          WriteOptions.none().timeout(Duration.ofSeconds(1)),
          tx -> {
            tx.use(left).put("never", "l");
            rolledBack.await();
            return "";
          });
      throw new AssertionError("not timed out");
    } catch (TransactionTimeoutException e) {
      System.out.println("timed out");
    }
    tutti.writeAsync(WriteOptions.none(), tx -> "").toCompletableFuture().join();
    if (!tutti.recovery().scan().isClean()) {
      throw new AssertionError("not clean: " + tutti.recovery().lastReport());
    }
  }

  private static Outcome write(
      TransactionSystem tutti, ScriptedResource left, ScriptedResource right, String key) {
    return tutti
        .write(
            tx -> {
              tx.use(left).put(key, "l");
              tx.use(right).put(key, "r");
              return "";
            })
        .outcome();
  }

  /** What this process has open to the network, by the kernel's own account. */
  private static Set<String> sockets() throws IOException {
    Set<String> network = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw")) {
      Path file = Path.of("/proc/self/net", table);
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] columns = line.trim().split("\\s+", -1);
          if (columns.length > 9) {
            network.add("socket:[" + columns[9] + "]");
          }
        }
      }
    }
    Set<String> found = new TreeSet<>();
    Path open = Path.of("/proc/self/fd");
    if (Files.exists(open)) {
      try (Stream<Path> files = Files.list(open)) {
        for (Path file : files.toList()) {
          try {
            // The JDK itself keeps half of a local socket pair, to close channels with.
            String target = Files.readSymbolicLink(file).toString();
            if (network.contains(target)) {
              found.add(target);
            }
          } catch (IOException e) {
            // Closed between the listing and the reading: the listing's own.
          }
        }
      }
    }
    return found;
  }
}

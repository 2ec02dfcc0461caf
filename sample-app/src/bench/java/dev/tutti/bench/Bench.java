package dev.tutti.bench;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A system without a source, so that no disk is forced and no driver asked, and methods in it. */
final class Bench implements AutoCloseable {

  /** What callers see. */
  public interface Orders {
    long place(long number);
  }

  /** What is behind it. */
  public static class OrderService implements Orders {
    @Override
    @Transactional
    public long place(long number) {
      return number + 1;
    }
  }

  private final Path directory;
  final TransactionSystem system;
  final Orders throughInterface;
  final Orders throughSubclass;

  Bench() throws IOException {
    directory = Files.createTempDirectory("tutti-bench");
    system =
        TransactionSystem.start(
            TransactionSystemConfig.builder("bench", directory.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .build());
    throughInterface = system.transactional(Orders.class, new OrderService());
    throughSubclass = system.transactionalClass(OrderService.class).create();
  }

  @Override
  public void close() throws IOException {
    system.close();
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }
}

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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the annotation costs over the facade: a transaction without a source, so that nothing is
 * forced to a disk and the difference can be seen at all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class AnnotationBenchmark {

  /** What callers see. */
  public interface Orders {
    long place(long number);

    long read(long number);
  }

  /** What is behind it. */
  public static class OrderService implements Orders {
    @Override
    @Transactional
    public long place(long number) {
      return number + 1;
    }

    @Override
    @Transactional(Transactional.TxType.SUPPORTS)
    public long read(long number) {
      return number + 1;
    }
  }

  private Path directory;
  private TransactionSystem system;
  private Orders throughInterface;
  private Orders throughSubclass;
  private long number;

  @Setup
  public void start() throws IOException {
    directory = Files.createTempDirectory("tutti-bench");
    system =
        TransactionSystem.start(
            TransactionSystemConfig.builder("bench", directory.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .build());
    throughInterface = system.transactional(Orders.class, new OrderService());
    throughSubclass = system.transactionalClass(OrderService.class).create();
  }

  @TearDown
  public void stop() throws IOException {
    system.close();
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }

  @Benchmark
  public Object facade() {
    return system.write(tx -> number + 1);
  }

  @Benchmark
  public long interfaceProxy() {
    return throughInterface.place(number);
  }

  @Benchmark
  public long subclassProxy() {
    return throughSubclass.place(number);
  }

  /** The proxy and the rules alone: nothing begins. */
  @Benchmark
  public long rulesAlone() {
    return throughInterface.read(number);
  }
}

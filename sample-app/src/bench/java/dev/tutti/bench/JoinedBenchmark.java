package dev.tutti.bench;

import jakarta.transaction.NotSupportedException;
import jakarta.transaction.SystemException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Calls inside one long transaction: they join it, so that the engine neither begins nor commits,
 * and what is left over the bare call is the annotation's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class JoinedBenchmark {

  private final Bench.Orders bare = new Bench.OrderService();
  private Bench bench;
  private long number;

  /** Before each fork. */
  @Setup
  public void start() throws IOException {
    bench = new Bench();
  }

  /** On the thread that measures. */
  @Setup(Level.Iteration)
  public void begin() throws NotSupportedException, SystemException {
    bench.system.transactionManager().begin();
  }

  /** On the thread that measures. */
  @TearDown(Level.Iteration)
  public void end() throws SystemException {
    bench.system.transactionManager().rollback();
  }

  /** After each fork. */
  @TearDown
  public void stop() throws IOException {
    bench.close();
  }

  /** Without the annotation. */
  @Benchmark
  public long bareCall() {
    return bare.place(number);
  }

  /** Through the proxy. */
  @Benchmark
  public long interfaceProxy() {
    return bench.throughInterface.place(number);
  }

  /** Through the generated subclass. */
  @Benchmark
  public long subclassProxy() {
    return bench.throughSubclass.place(number);
  }
}

package dev.tutti.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
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

/** The annotation and the facade, each with the whole transaction, and the annotation alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class AnnotationBenchmark {

  private Bench bench;
  private long number;

  /** Before each fork. */
  @Setup
  public void start() throws IOException {
    bench = new Bench();
  }

  /** After each fork. */
  @TearDown
  public void stop() throws IOException {
    bench.close();
  }

  /** What everything is measured against. */
  @Benchmark
  public Object facade() {
    return bench.system.write(tx -> number + 1);
  }

  /** A transaction, through the proxy. */
  @Benchmark
  public long interfaceProxy() {
    return bench.throughInterface.place(number);
  }

  /** A transaction, through the generated subclass. */
  @Benchmark
  public long subclassProxy() {
    return bench.throughSubclass.place(number);
  }

  /** The proxy and the rules, and no transaction. */
  @Benchmark
  public long rulesAlone() {
    return bench.throughInterface.read(number);
  }
}

package dev.tutti.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Facade and annotation by turns, a few calls each, in the same moment of the same process: what
 * else the machine does, and what the engine costs, is the same for both. The counters are
 * nanoseconds for one call; JMH adds them up over forks and iterations, so there is one of each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 1, time = 20)
@Fork(1)
public class PairedBenchmark {

  private static final int CALLS = 50;

  private Bench bench;
  private boolean facadeFirst;

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

  /** What was counted. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Nanos {
    private long rounds;
    private long facade;
    private long annotation;

    /** Before each iteration. */
    @Setup(Level.Iteration)
    public void empty() {
      rounds = 0;
      facade = 0;
      annotation = 0;
    }

    private double perCall(long nanos) {
      return rounds == 0 ? 0 : nanos / (double) (rounds * CALLS);
    }

    /** A call of the facade. */
    public double facadeCall() {
      return perCall(facade);
    }

    /** A call of an annotated method. */
    public double annotatedCall() {
      return perCall(annotation);
    }

    /** What the annotation costs more. */
    public double difference() {
      return perCall(annotation - facade);
    }
  }

  /** Through the proxy. */
  @Benchmark
  public void interfaceProxy(Nanos nanos, Blackhole hole) {
    round(bench.throughInterface, nanos, hole);
  }

  /** Through the generated subclass. */
  @Benchmark
  public void subclassProxy(Nanos nanos, Blackhole hole) {
    round(bench.throughSubclass, nanos, hole);
  }

  private void round(Bench.Orders orders, Nanos nanos, Blackhole hole) {
    facadeFirst = !facadeFirst;
    if (facadeFirst) {
      nanos.facade += facade(hole);
    }
    nanos.annotation += annotated(orders, hole);
    if (!facadeFirst) {
      nanos.facade += facade(hole);
    }
    nanos.rounds++;
  }

  private long facade(Blackhole hole) {
    long begun = System.nanoTime();
    for (long i = 0; i < CALLS; i++) {
      long number = i;
      hole.consume(bench.system.write(tx -> number + 1));
    }
    return System.nanoTime() - begun;
  }

  private long annotated(Bench.Orders orders, Blackhole hole) {
    long begun = System.nanoTime();
    for (long i = 0; i < CALLS; i++) {
      hole.consume(orders.place(i));
    }
    return System.nanoTime() - begun;
  }
}

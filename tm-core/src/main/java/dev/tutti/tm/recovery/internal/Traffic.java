package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.outcome.BranchOutcome;
import dev.tutti.tm.recovery.OutcomeCounts;
import dev.tutti.tm.recovery.PhaseTimes;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEvent.Ending;
import dev.tutti.tm.spi.TransactionEventListener;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts what the events tell. Thread-safe: on the way of a commit it takes no lock and makes no
 * object.
 */
public final class Traffic implements TransactionEventListener {

  /** One resource's phases. */
  private record Phases(PhaseCounter prepare, PhaseCounter commit, PhaseCounter rollback) {}

  private final Map<Ending, LongAdder> endings =
      Arrays.stream(Ending.values())
          .collect(Collectors.toMap(Function.identity(), ending -> new LongAdder()));
  private final Map<String, Phases> phases = new HashMap<>();
  private final LongAdder committed = new LongAdder();
  private final LongAdder rolledBack = new LongAdder();

  /**
   * Makes one.
   *
   * @param resources whose phases are counted
   */
  public Traffic(List<? extends ResourceManager> resources) {
    for (ResourceManager resource : resources) {
      phases.put(
          resource.name(), new Phases(new PhaseCounter(), new PhaseCounter(), new PhaseCounter()));
    }
  }

  @Override
  public void on(TransactionEvent event) {
    if (event instanceof TransactionEvent.Completed completed) {
      LongAdder ending = endings.get(completed.ending());
      if (ending != null) {
        ending.increment();
      }
      completed.branches().forEach(this::count);
    } else if (event instanceof TransactionEvent.Recovered recovered) {
      (recovered.commit() ? committed : rolledBack).increment();
    }
  }

  private void count(BranchOutcome branch) {
    Phases own = phases.get(branch.resource());
    if (own == null) {
      return;
    }
    if (!branch.prepare().isZero()) {
      own.prepare().took(branch.prepare().toNanos());
    }
    if (!branch.commit().isZero()) {
      boolean back =
          switch (branch.state()) {
            case ROLLED_BACK, ROLLBACK_PENDING, HEURISTIC_COMMIT -> true;
            default -> false;
          };
      (back ? own.rollback() : own.commit()).took(branch.commit().toNanos());
    }
  }

  OutcomeCounts outcomes() {
    return new OutcomeCounts(
        count(Ending.COMMITTED),
        count(Ending.COMMITTED_PENDING),
        count(Ending.ROLLED_BACK),
        count(Ending.TIMED_OUT),
        count(Ending.HEURISTIC),
        count(Ending.UNKNOWN));
  }

  private long count(Ending ending) {
    return endings.getOrDefault(ending, new LongAdder()).sum();
  }

  PhaseTimes prepare(String resource) {
    return of(resource).prepare().times();
  }

  PhaseTimes commit(String resource) {
    return of(resource).commit().times();
  }

  PhaseTimes rollback(String resource) {
    return of(resource).rollback().times();
  }

  private Phases of(String resource) {
    Phases known = phases.get(resource);
    if (known == null) {
      throw new IllegalArgumentException("there is no resource '" + resource + "'");
    }
    return known;
  }

  long committed() {
    return committed.sum();
  }

  long rolledBack() {
    return rolledBack.sum();
  }
}

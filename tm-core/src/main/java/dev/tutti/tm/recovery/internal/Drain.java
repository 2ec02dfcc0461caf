package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.recovery.DrainReport;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Empties a node: no new work, what runs ends, what is in doubt is finished. */
final class Drain {

  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_REASONS = 20;

  private final RecoveryEngine engine;
  private final Work work;

  Drain(RecoveryEngine engine, Work work) {
    this.engine = engine;
    this.work = work;
  }

  DrainReport run(Duration patience, Consumer<String> progress) {
    long end = System.nanoTime() + patience.toNanos();
    work.stopAccepting();
    progress.accept("no new transaction is begun; " + work.live() + " still run");
    // They end by themselves, at the latest by their timeouts.
    while (work.live() > 0 && waited(Math.min(LOOK, end - System.nanoTime()))) {
      progress.accept(work.live() + " transactions still run");
    }
    DrainReport report = look(progress);
    while (!report.safe() && waited(Math.min(LOOK_AGAIN, end - System.nanoTime()))) {
      report = look(progress);
    }
    return report;
  }

  private static boolean waited(long nanos) {
    if (nanos <= 0) {
      return false;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private DrainReport look(Consumer<String> progress) {
    RecoveryReport report = engine.scan(line -> {});
    List<String> left = new ArrayList<>();
    int live = work.live();
    if (live > 0) {
      left.add(live + " transactions still run");
    }
    report.held().forEach(reason -> left.add("held: " + reason));
    report.unreachable().forEach(name -> left.add(name + " cannot be asked"));
    List<InDoubtTransaction> ours =
        report.remaining().stream().filter(InDoubtTransaction::isOurs).toList();
    ours.stream()
        .limit(MOST_REASONS)
        .forEach(t -> left.add("in doubt: " + t.id() + ": " + t.branches().get(0).reason()));
    if (ours.size() > MOST_REASONS) {
      left.add("in doubt: " + (ours.size() - MOST_REASONS) + " more");
    }
    if (left.isEmpty() && report.logRecords() > 0) {
      left.add(report.logRecords() + " decisions in the log are not finished");
    }
    progress.accept(
        left.isEmpty() ? "nothing is left" : left.size() + " things are left: " + left.get(0));
    return new DrainReport(left.isEmpty(), live, left);
  }
}

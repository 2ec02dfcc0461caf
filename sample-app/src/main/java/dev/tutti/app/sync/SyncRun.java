package dev.tutti.app.sync;

import dev.tutti.tm.outcome.KeyInDoubtException;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.sync.AtomicWrite;
import dev.tutti.tm.sync.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Writes a file, each record in a transaction of its own under its key. Run once. */
public final class SyncRun {

  private static final int TRIES = 3;
  private static final String HINT =
      "; nothing of this record was written. Fix it, or use --on-error skip.";
  private static final String SKIPPED = "; nothing of this record was written.";

  private final AtomicWrite tutti;
  private final Targets targets;
  private final int threads;
  private final boolean skip;
  private final Runnable recover;
  private final SyncListener listener;
  private final BooleanSupplier stopAsked;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicBoolean unavailable = new AtomicBoolean();
  private final AtomicBoolean inDoubt = new AtomicBoolean();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final Set<String> pending = ConcurrentHashMap.newKeySet();
  private final Latencies latencies = new Latencies();

  /**
   * Makes a run.
   *
   * @param tutti writes
   * @param targets opened
   * @param threads how many records at once
   * @param skip whether to go on after a record that is wrong
   * @param recover runs a recovery pass; called when a key is in doubt
   * @param listener told what happens
   * @param stopAsked asked before each record; what is in flight is finished
   */
  public SyncRun(
      AtomicWrite tutti,
      Targets targets,
      int threads,
      boolean skip,
      Runnable recover,
      SyncListener listener,
      BooleanSupplier stopAsked) {
    this.tutti = tutti;
    this.targets = targets;
    this.threads = threads;
    this.skip = skip;
    this.recover = recover;
    this.listener = listener;
    this.stopAsked = stopAsked;
  }

  /**
   * Writes the file.
   *
   * @param file one JSON object in each line
   * @return what came of it
   * @throws IOException if the file cannot be read; what is in flight is finished first
   * @throws InterruptedException if the thread is interrupted; what is in flight is finished first
   */
  public SyncReport run(Path file) throws IOException, InterruptedException {
    long start = System.nanoTime();
    boolean complete;
    try (JsonLines lines = JsonLines.open(file);
        OrderedWorkers workers = new OrderedWorkers(threads)) {
      complete = read(lines, workers);
    }
    return new SyncReport(
        records.get(),
        committed.get(),
        duplicates.get(),
        rejected.get(),
        pending,
        unavailable.get(),
        inDoubt.get(),
        complete && !stop.get(),
        Duration.ofNanos(System.nanoTime() - start),
        latencies.millis(0.50),
        latencies.millis(0.99));
  }

  private boolean read(JsonLines lines, OrderedWorkers workers)
      throws IOException, InterruptedException {
    while (!stop.get() && !stopAsked.getAsBoolean()) {
      try {
        SourceRecord record = lines.next();
        if (record == null) {
          return true;
        }
        records.incrementAndGet();
        String key = targets.key().of(record);
        List<String> keys = new ArrayList<>(List.of(key));
        for (Target target : targets.all()) {
          keys.add(target.name() + " " + target.expect(record, key).identity());
        }
        long bytes = lines.bytes();
        workers.submit(keys, () -> write(record, key, bytes));
      } catch (RecordException e) {
        fault(lines.where(), new Fault(Fault.Kind.REJECTED, e.getMessage() + ""));
        progress(lines.bytes());
      }
    }
    return false;
  }

  private void write(SourceRecord record, String key, long bytes) {
    if (unavailable.get() || inDoubt.get()) {
      return; // It would only fail in the same way: the next run writes it.
    }
    long start = System.nanoTime();
    try {
      Receipt<?> receipt = writeOnce(record, key, 1);
      latencies.add(System.nanoTime() - start);
      switch (receipt.outcome()) {
        case COMMITTED -> committed.incrementAndGet();
        case COMMITTED_PENDING -> pending.add(receipt.transactionId());
        case DUPLICATE -> duplicates.incrementAndGet();
      }
    } catch (Exception e) {
      fault(record.where(), Fault.of(e, key));
    }
    progress(bytes);
  }

  private Receipt<?> writeOnce(SourceRecord record, String key, int attempt) throws Exception {
    try {
      return tutti.<Boolean, Exception>write(
          WriteOptions.key(key).content(Json.canonical(record.json())).name(record.where()),
          tx -> {
            for (Target target : targets.all()) {
              try {
                target.write(tx, record, key);
              } catch (RuntimeException e) {
                throw e;
              } catch (Exception e) {
                throw new TargetException(target.name(), e);
              }
            }
            return true;
          });
    } catch (KeyInDoubtException e) {
      if (attempt >= TRIES) {
        throw e;
      }
      recover.run();
      return writeOnce(record, key, attempt + 1);
    }
  }

  private void fault(String where, Fault fault) {
    String end = SKIPPED;
    switch (fault.kind()) {
      case REJECTED -> {
        rejected.incrementAndGet();
        end = skip ? SKIPPED : HINT;
        if (!skip) {
          stop.set(true);
        }
      }
      case UNAVAILABLE -> {
        unavailable.set(true);
        stop.set(true);
        end = "; nothing of this record was written. Run sync again when it is back.";
      }
      case IN_DOUBT -> {
        inDoubt.set(true);
        stop.set(true);
        end = ".";
      }
    }
    synchronized (listener) {
      listener.problem(where + ": " + fault.text() + end);
    }
  }

  private void progress(long bytes) {
    synchronized (listener) {
      listener.progress(
          bytes, committed.get() + duplicates.get() + rejected.get() + pending.size());
    }
  }
}

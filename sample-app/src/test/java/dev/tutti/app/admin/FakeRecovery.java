package dev.tutti.app.admin;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Diagnosis;
import dev.tutti.tm.recovery.DoctorReport;
import dev.tutti.tm.recovery.DoubtVitals;
import dev.tutti.tm.recovery.DrainReport;
import dev.tutti.tm.recovery.Explanation;
import dev.tutti.tm.recovery.Health;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.LogVitals;
import dev.tutti.tm.recovery.OutcomeCounts;
import dev.tutti.tm.recovery.PhaseTimes;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.RecoveryList;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.recovery.RecoveryVitals;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import dev.tutti.tm.recovery.ResolutionRefusedException;
import dev.tutti.tm.recovery.ResolutionResult;
import dev.tutti.tm.recovery.ResourceVitals;
import dev.tutti.tm.recovery.Since;
import dev.tutti.tm.recovery.Vitals;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A recovery admin by hand: what is in doubt is what a test puts into it. Thread-safe. */
final class FakeRecovery implements RecoveryAdmin, AdminNode {

  static final String HOSTILE =
      "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>'\"`\u0000\u001b[31m\u202eabc";

  final List<InDoubtTransaction> transactions = new CopyOnWriteArrayList<>();
  final List<Hold> holds = new CopyOnWriteArrayList<>();
  final List<String> unreachable = new CopyOnWriteArrayList<>();
  final List<HistoryEntry> history = new CopyOnWriteArrayList<>();
  final List<String> accepted = new CopyOnWriteArrayList<>();
  final AtomicInteger drained = new AtomicInteger();
  final AtomicInteger listed = new AtomicInteger();
  final List<String> resources = new CopyOnWriteArrayList<>(List.of("events", "orders", "stock"));
  private final long started = System.currentTimeMillis() - 7_400_000;
  final CountDownLatch goOn = new CountDownLatch(1);
  volatile boolean waits;
  volatile boolean takenByAnother;
  private volatile Standing.State standing = Standing.State.RUNNING;

  static Branch branch(String resource, BranchCondition condition, String reason) {
    return new Branch(
        resource, "131077:73686f702d6b3376:6f7264657273" + resource.hashCode(), condition, reason);
  }

  static Since ago(Duration age) {
    return new Since(System.currentTimeMillis() - age.toMillis(), true);
  }

  FakeRecovery(boolean busy) {
    if (busy) {
      transactions.add(
          new InDoubtTransaction(
              "shop-k3v9x2m-1-6a5c0e9f-2",
              true,
              ago(Duration.ofSeconds(34)),
              List.of("orders"),
              List.of(
                  branch(
                      "stock",
                      BranchCondition.WAITING,
                      "decided to commit; stock cannot be reached now"),
                  branch(
                      "events",
                      BranchCondition.FINISHING,
                      "decided to commit; the next pass commits it"))));
      transactions.add(
          new InDoubtTransaction(
              "shop-k3v9x2m-1-6a5c0e9f-7",
              true,
              ago(Duration.ofMinutes(17)),
              List.of("events"),
              List.of(
                  branch(
                      "orders",
                      BranchCondition.HEURISTIC,
                      "orders rolled back by itself (XA_HEURRB), against the decision"))));
      transactions.add(
          new InDoubtTransaction(
              "shop-k3v9x2m-1-6a5c0e9f-9",
              false,
              new Since(System.currentTimeMillis() - 200_000, false),
              List.of(),
              List.of(branch("orders", BranchCondition.ORPHAN, "prepared, but never decided"))));
      unreachable.add("stock");
    }
  }

  void fill(int n) {
    BranchCondition[] kinds = {
      BranchCondition.FINISHING, BranchCondition.WAITING, BranchCondition.ORPHAN
    };
    List<InDoubtTransaction> many = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      BranchCondition kind = kinds[i % 3];
      many.add(
          new InDoubtTransaction(
              "shop-k3v9x2m-1-6a5c0e9f-" + (1000 + i),
              kind != BranchCondition.ORPHAN,
              ago(Duration.ofSeconds(5 + i)),
              List.of("events"),
              List.of(
                  branch("orders", kind, "number " + i), branch("stock", kind, "number " + i))));
    }
    transactions.addAll(many);
  }

  @Override
  public <T> T ask(Question<T> question) throws ResourceUnavailableException {
    if (standing == Standing.State.AWAY) {
      throw new NodeAwayException("node does not run");
    }
    return question.ask(this);
  }

  @Override
  public Standing standing() {
    String line =
        switch (standing) {
          case RUNNING -> "node shop-k3v9x2m is running: process 4711 answers on log/operator.sock";
          case HELD_HERE -> "node shop-k3v9x2m is not running: this command holds its log";
          case AWAY -> "node does not run";
        };
    return new Standing(standing, line, true, List.of());
  }

  @Override
  public void take() throws IOException {
    if (takenByAnother) {
      throw new IOException("another process holds the log");
    }
    standing = Standing.State.HELD_HERE;
  }

  @Override
  public void release() {
    standing = Standing.State.AWAY;
  }

  @Override
  public RecoveryReport scan(Consumer<String> progress) {
    progress.accept("all of it");
    waitIfToldTo();
    return lastReport();
  }

  @Override
  public RecoveryReport lastReport() {
    return new RecoveryReport(0, 0, transactions, unreachable, List.of(), transactions.size());
  }

  private void waitIfToldTo() {
    try {
      if (waits && !goOn.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody says go on");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private PhaseTimes times(long count, int peak) {
    long[] bounds = {100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000};
    List<PhaseTimes.Bucket> buckets = new ArrayList<>();
    double weights = 0;
    for (int i = 0; i < bounds.length; i++) {
      weights += Math.exp(-(i - peak) * (i - peak) / 2.0);
    }
    double sum = 0;
    for (int i = 0; i < bounds.length; i++) {
      sum += Math.exp(-(i - peak) * (i - peak) / 2.0);
      buckets.add(
          new PhaseTimes.Bucket(bounds[i] * 1000, Math.round(count * Math.min(1, sum / weights))));
    }
    return new PhaseTimes(count, count * bounds[peak] * 800, buckets);
  }

  @Override
  public Vitals vitals() {
    long now = System.currentTimeMillis();
    double s = (now - started) / 1000.0;
    long committed = (long) (s * 14 + 60 * Math.sin(s / 9));
    List<ResourceVitals> all = new ArrayList<>();
    for (String name : resources) {
      boolean away = unreachable.contains(name);
      int peak = 3 + all.size();
      all.add(
          new ResourceVitals(
              name,
              Guarantee.DURABLE_XA,
              away ? Optional.of(name + ": connection refused") : Optional.empty(),
              List.of(),
              (int)
                  transactions.stream()
                      .flatMap(t -> t.branches().stream())
                      .filter(b -> b.resource().equals(name))
                      .count(),
              times(committed, peak),
              times(committed - 3, peak + 1),
              times(41, peak - 1),
              Optional.empty()));
    }
    return new Vitals(
        "shop-k3v9x2m",
        started,
        now,
        3,
        new OutcomeCounts(committed, 2, 38 + (long) (s / 50), 3, 1, 0),
        all,
        new DoubtVitals(now, transactions.size(), 0, 0, List.of()),
        new LogVitals(
            transactions.size(),
            8_400_000,
            3_000_000,
            committed,
            Optional.of(412_000_000_000L),
            Optional.empty()),
        new RecoveryVitals(77, now, true, 12, 4, holds),
        new Health(Health.Check.of(List.of()), Health.Check.of(List.of())));
  }

  @Override
  public RecoveryList list() {
    listed.incrementAndGet();
    return new RecoveryList(
        "shop-k3v9x2m", "within 8 s", transactions, holds, unreachable, transactions.size(), 3);
  }

  @Override
  public Optional<InDoubtTransaction> show(String id) {
    return transactions.stream().filter(t -> t.id().equals(id)).findFirst();
  }

  @Override
  public Explanation explain(String id) {
    Optional<InDoubtTransaction> found = show(id);
    if (found.isEmpty()) {
      return new Explanation(
          id,
          "it is not in doubt and not held: it is finished everywhere, or was never here",
          List.of(),
          List.of(),
          List.of());
    }
    List<String> timeline = new ArrayList<>();
    timeline.add("every branch voted yes (XA_OK)");
    timeline.add("34 s ago the decision to commit became durable in the log");
    found.get().committed().forEach(name -> timeline.add(name + " committed (xa_commit)"));
    List<Explanation.Source> sources = new ArrayList<>();
    found.get().committed().forEach(n -> sources.add(new Explanation.Source(n, "committed")));
    for (Branch branch : found.get().branches()) {
      timeline.add("now " + branch.resource() + ": " + branch.condition() + ": " + branch.reason());
      sources.add(
          new Explanation.Source(
              branch.resource(),
              branch.condition() == BranchCondition.WAITING
                  ? "it cannot be asked now"
                  : "prepared (it is listed by xa_recover): its work is done, kept and locked"));
    }
    String resolve = "recovery resolve " + id;
    return new Explanation(
        id,
        "decided, and not carried out everywhere",
        timeline,
        sources,
        List.of(
            new Explanation.Choice(
                resolve + " --commit --yes",
                "this is what was decided: recovery does the same by itself, with the next pass"),
            new Explanation.Choice(
                resolve + " --rollback --yes --force --reason \"...\"",
                "roll back what is prepared; the others have committed, and would differ"),
            new Explanation.Choice(
                resolve + " --forget",
                "refused: there is nothing to forget while it is prepared")));
  }

  @Override
  public ResolutionPlan plan(String subject, Resolution resolution) {
    if (subject.equals("none")) {
      throw new IllegalArgumentException("none: there is nothing of that name");
    }
    boolean mixes = resolution == Resolution.ROLLBACK;
    return new ResolutionPlan(
        subject,
        resolution,
        List.of("stock: prepared, waiting", "events: prepared, finishing"),
        List.of(resolution.name().toLowerCase(java.util.Locale.ROOT) + " the branch at stock"),
        List.of("the locks of the branch at stock are released"),
        mixes,
        mixes
            ? List.of(
                "orders has the transaction and stock has not: write it again at stock, or undo it"
                    + " at orders")
            : List.of(),
        resolution == Resolution.FORGET
            ? Optional.of("there is nothing to forget while it is prepared")
            : Optional.empty(),
        "as it is now");
  }

  @Override
  public ResolutionResult perform(ResolutionPlan plan, Approval approval) {
    if (plan.mixes() && !approval.force()) {
      throw new ResolutionRefusedException("the sources could differ afterwards");
    }
    ResolutionResult result =
        new ResolutionResult(history.size() + 1, true, List.of("stock: done"), plan.difference());
    history.add(
        new HistoryEntry(
            result.number(),
            System.currentTimeMillis(),
            approval.who(),
            plan.resolution(),
            plan.subject(),
            approval.reason(),
            approval.force(),
            plan.before(),
            plan.steps(),
            Optional.of(result)));
    transactions.removeIf(t -> t.id().equals(plan.subject()));
    return result;
  }

  @Override
  public List<HistoryEntry> history() {
    return history;
  }

  @Override
  public DrainReport drain(Duration patience, Consumer<String> progress) {
    drained.incrementAndGet();
    waitIfToldTo();
    return new DrainReport(transactions.isEmpty(), 0, List.of("3 transactions are in doubt"));
  }

  @Override
  public DoctorReport examine(Consumer<String> progress) {
    progress.accept("orders");
    waitIfToldTo();
    return new DoctorReport(
        "shop-k3v9x2m",
        List.of(
            new Diagnosis(
                "store",
                List.of(
                    Finding.pass("force", "the disk takes 0.6 ms to force"),
                    Finding.pass("free space", "412 GB"))),
            new Diagnosis(
                "orders",
                List.of(
                    Finding.pass("recovery", "a branch was prepared, found and rolled back"),
                    Finding.warn(
                        "prepared limit",
                        "max_prepared_transactions is 20, the pool has 20",
                        "ALTER SYSTEM SET max_prepared_transactions = 40"))),
            new Diagnosis(
                "stock",
                List.of(
                    Finding.fail(
                        "privilege",
                        "XA_RECOVER_ADMIN is missing",
                        "GRANT XA_RECOVER_ADMIN ON *.* TO 'app'@'%'")))));
  }

  @Override
  public void acceptIdentity(String resource) throws ResourceUnavailableException {
    if (!resources.contains(resource)) {
      throw new IllegalArgumentException(resource + " is no resource of this node");
    }
    accepted.add(resource);
  }
}

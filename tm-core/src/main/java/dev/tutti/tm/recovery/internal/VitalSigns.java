package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.Journal;
import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.DoubtVitals;
import dev.tutti.tm.recovery.Health;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.LogVitals;
import dev.tutti.tm.recovery.RecoveryVitals;
import dev.tutti.tm.recovery.ResourceVitals;
import dev.tutti.tm.recovery.Vitals;
import dev.tutti.tm.spi.ResourceManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts together what is known of the running system, asking nobody. Thread-safe. */
final class VitalSigns {

  private final RecoveryEngine engine;
  private final Work work;
  private final Traffic traffic;
  private final long startedAtMillis = WallClock.millis();

  VitalSigns(RecoveryEngine engine, Work work, Traffic traffic) {
    this.engine = engine;
    this.work = work;
    this.traffic = traffic;
  }

  Vitals take() {
    long now = WallClock.millis();
    LastLook.Seen seen = engine.lastLook().seen();
    List<InDoubtTransaction> ours =
        seen.transactions().stream().filter(InDoubtTransaction::isOurs).toList();
    Health health = health(seen);
    return new Vitals(
        engine.store().identity().inXid(),
        startedAtMillis,
        now,
        work.live(),
        traffic.outcomes(),
        engine.registry().all().stream().map(r -> resource(r, seen, ours)).toList(),
        new DoubtVitals(
            seen.atMillis(),
            ours.size(),
            (int) ours.stream().filter(InDoubtTransaction::needsOperator).count(),
            engine.lastLook().oldestMillis(ours, now),
            byCondition(seen)),
        log(seen),
        new RecoveryVitals(
            engine.lastLook().passes(),
            engine.lastLook().lastPassAtMillis(),
            notUpToDate(seen).isEmpty(),
            traffic.committed(),
            traffic.rolledBack(),
            seen.holds()),
        health);
  }

  private ResourceVitals resource(
      ResourceManager manager, LastLook.Seen seen, List<InDoubtTransaction> ours) {
    String name = manager.name();
    long branches =
        ours.stream()
            .flatMap(t -> t.branches().stream())
            .filter(b -> b.resource().equals(name) && b.condition().isOurs())
            .count();
    return new ResourceVitals(
        name,
        manager.guarantee(),
        engine.whyUnreachable(name),
        seen.holds().stream().filter(h -> h.isOf(name)).map(Hold::reason).toList(),
        (int) branches,
        traffic.prepare(name),
        traffic.commit(name),
        traffic.rollback(name),
        Optional.ofNullable(seen.oldestPrepared().get(name)).map(Duration::toMillis));
  }

  private static List<DoubtVitals.ConditionCount> byCondition(LastLook.Seen seen) {
    Map<BranchCondition, Integer> counts = new TreeMap<>();
    for (InDoubtTransaction transaction : seen.transactions()) {
      for (Branch branch : transaction.branches()) {
        counts.merge(branch.condition(), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .map(e -> new DoubtVitals.ConditionCount(e.getKey(), e.getValue()))
        .toList();
  }

  private LogVitals log(LastLook.Seen seen) {
    Journal journal = engine.store().journal();
    return new LogVitals(
        journal.openCount(),
        journal.sizeBytes(),
        journal.writtenBytes(),
        journal.forces(),
        seen.freeBytes(),
        journal.failure());
  }

  private Health health(LastLook.Seen seen) {
    List<String> notLive = new ArrayList<>();
    if (!work.recovers()) {
      notLive.add("the recovery thread does not run");
    }
    engine.store().journal().failure().ifPresent(notLive::add);
    List<String> notReady = new ArrayList<>();
    work.refusing().ifPresent(notReady::add);
    notReady.addAll(notUpToDate(seen));
    engine.store().journal().failure().ifPresent(notReady::add);
    return new Health(Health.Check.of(notLive), Health.Check.of(notReady));
  }

  private List<String> notUpToDate(LastLook.Seen seen) {
    List<String> reasons = new ArrayList<>();
    if (!work.recovers()) {
      reasons.add("the recovery thread does not run");
    }
    if (engine.lastLook().passes() == 0) {
      reasons.add("recovery has not made its first pass");
    }
    engine.passFailure().ifPresent(why -> reasons.add("the last recovery pass failed: " + why));
    // A source that is another server takes no new branch.
    seen.holds().stream()
        .filter(h -> h.kind() == Hold.Kind.CHANGED_SERVER)
        .forEach(h -> reasons.add(h.reason()));
    return reasons;
  }
}

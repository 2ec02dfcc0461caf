package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.Owner;
import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.recovery.Diagnosis;
import dev.tutti.tm.recovery.DoctorReport;
import dev.tutti.tm.spi.Finding;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.spi.XaResourceManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Examines the store and every resource, one after the other. */
final class Doctor {

  private static final long MILLIS = 1000;

  private final RecoveryEngine engine;

  Doctor(RecoveryEngine engine) {
    this.engine = engine;
  }

  /** No pass may run meanwhile: it would roll the trials back. */
  DoctorReport examine(Consumer<String> progress) {
    engine.turn().lock();
    try {
      List<Diagnosis> all = new ArrayList<>();
      progress.accept("the store");
      all.add(new Diagnosis("store", new StoreCheck(engine.store()).run()));
      for (ResourceManager manager : engine.registry().all()) {
        progress.accept(manager.name());
        all.add(new Diagnosis(manager.name(), of(manager)));
      }
      return new DoctorReport(engine.store().identity().inXid(), all);
    } finally {
      engine.turn().unlock();
    }
  }

  private List<Finding> of(ResourceManager manager) {
    List<Finding> found = new ArrayList<>();
    found.add(guarantee(manager.guarantee()));
    try {
      manager.identity().ifPresent(who -> found.add(Finding.pass("reached", who)));
      found.addAll(manager.examine());
    } catch (ResourceUnavailableException | RuntimeException e) {
      found.add(
          Finding.fail(
              "reached",
              String.valueOf(e.getMessage()),
              "see that it runs, and that its url, user and password are right"));
      return found;
    }
    if (manager instanceof XaResourceManager xa && manager.guarantee().isTwoPhase()) {
      int second = (int) (WallClock.millis() / MILLIS);
      found.addAll(Trial.of(xa, Owner.unused(engine.store().identity(), second)));
    }
    return found;
  }

  private static Finding guarantee(Guarantee guarantee) {
    return guarantee == Guarantee.DEVELOPMENT || guarantee == Guarantee.SERVER_XA
        ? Finding.warn(
            "guarantee",
            guarantee + ": " + guarantee.promise(),
            "for what must not be lost use a resource that is DURABLE_XA")
        : Finding.pass("guarantee", guarantee + ": " + guarantee.promise());
  }
}

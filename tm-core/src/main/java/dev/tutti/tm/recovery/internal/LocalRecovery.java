package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.DoctorReport;
import dev.tutti.tm.recovery.DrainReport;
import dev.tutti.tm.recovery.Explanation;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.recovery.RecoveryList;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import dev.tutti.tm.recovery.ResolutionResult;
import dev.tutti.tm.recovery.Vitals;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The admin in the process that has the store. Thread-safe. */
public final class LocalRecovery implements RecoveryAdmin {

  private final RecoveryEngine engine;
  private final Work work;
  private final String next;
  private final HistoryFile history;
  private final Resolver resolver;
  private final Explainer explainer;
  private final VitalSigns vitals;

  /**
   * Makes one.
   *
   * @param engine runs the passes
   * @param work what runs in the process
   * @param traffic has counted since the start
   * @param next when recovery acts by itself; one phrase for people
   */
  public LocalRecovery(RecoveryEngine engine, Work work, Traffic traffic, String next) {
    this.engine = engine;
    this.work = work;
    this.next = next;
    this.history = engine.history();
    this.resolver = new Resolver(engine, history);
    this.explainer = new Explainer(engine, resolver);
    this.vitals = new VitalSigns(engine, work, traffic);
  }

  @Override
  public RecoveryReport scan(Consumer<String> progress) {
    return engine.scan(progress);
  }

  @Override
  public RecoveryReport lastReport() {
    return engine.lastReport();
  }

  @Override
  public Vitals vitals() {
    return vitals.take();
  }

  @Override
  public RecoveryList list() {
    long passes = engine.lastLook().passes();
    try (Survey survey = engine.survey(true)) {
      RecoveryList list =
          new RecoveryList(
              engine.store().identity().inXid(),
              next,
              Findings.of(survey).transactions(),
              engine.holds(survey),
              List.copyOf(survey.sources().unreachable()),
              survey.decisions().size(),
              work.live());
      engine
          .lastLook()
          .listed(
              engine.seen(
                  list.transactions(),
                  list.holds(),
                  list.unreachable(),
                  survey.sources().oldestPrepared()),
              passes);
      return list;
    }
  }

  @Override
  public Optional<InDoubtTransaction> show(String id) {
    try (Survey survey = engine.survey(true)) {
      String found = Subjects.find(survey, id);
      return Findings.of(survey).transactions().stream()
          .filter(t -> t.id().equals(found))
          .findFirst();
    }
  }

  @Override
  public Explanation explain(String id) {
    try (Survey survey = engine.survey(true)) {
      return explainer.explain(survey, id);
    }
  }

  @Override
  public ResolutionPlan plan(String subject, Resolution resolution) {
    return resolver.plan(subject, resolution);
  }

  @Override
  public ResolutionResult perform(ResolutionPlan plan, Approval approval) {
    return resolver.perform(plan, approval);
  }

  @Override
  public List<HistoryEntry> history() {
    try {
      return history.read();
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public DrainReport drain(Duration patience, Consumer<String> progress) {
    return new Drain(engine, work).run(patience, progress);
  }

  @Override
  public DoctorReport examine(Consumer<String> progress) {
    return new Doctor(engine).examine(progress);
  }

  @Override
  public void acceptIdentity(String resource) throws ResourceUnavailableException {
    engine.acceptIdentity(resource);
  }
}

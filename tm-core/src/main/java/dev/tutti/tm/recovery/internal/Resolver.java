package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import dev.tutti.tm.recovery.ResolutionRefusedException;
import dev.tutti.tm.recovery.ResolutionResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans what an operator decides, and performs it: the history first. Thread-safe. */
final class Resolver {

  private final RecoveryEngine engine;
  private final HistoryFile history;

  Resolver(RecoveryEngine engine, HistoryFile history) {
    this.engine = engine;
    this.history = history;
  }

  ResolutionPlan plan(String subject, Resolution resolution) {
    try (Survey survey = engine.survey(true)) {
      return draft(survey, subject, resolution).plan();
    }
  }

  Draft draft(Survey survey, String subject, Resolution resolution) {
    if (resolution == Resolution.ADOPT) {
      return new AdoptionPlanner(engine, survey, subject).plan();
    }
    Optional<Hold> hold =
        engine.holds(survey).stream().filter(h -> h.id().equals(subject)).findFirst();
    if (hold.isPresent()) {
      return new HoldPlanner(engine, survey, hold.get()).plan(resolution);
    }
    String id = Subjects.find(survey, subject);
    Optional<DecisionRecord> decided =
        survey.decisions().stream().filter(d -> d.transactionId().equals(id)).findFirst();
    if (decided.isPresent()) {
      return new DecidedPlanner(engine, survey, decided.get()).plan(resolution);
    }
    List<Survey.Undecided> rows =
        survey.undecided().stream().filter(u -> u.transactionId().equals(id)).toList();
    return rows.isEmpty()
        ? nothing(id, resolution)
        : new UndecidedPlanner(engine, survey, id, rows).plan(resolution);
  }

  private Draft nothing(String id, Resolution resolution) {
    Draft draft = new Draft(id, resolution);
    draft.consequence(id + " is not in doubt and not held: nothing is to be done");
    entries(id).forEach(e -> draft.consequence(Subjects.line(e)));
    return draft;
  }

  /** What was decided about a subject before. */
  List<HistoryEntry> entries(String subject) {
    try {
      return history.read().stream().filter(e -> e.subject().equals(subject)).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  ResolutionResult perform(ResolutionPlan wanted, Approval approval) {
    engine.turn().lock();
    try (Survey survey = engine.survey(true)) {
      Draft draft = draft(survey, wanted.subject(), wanted.resolution());
      ResolutionPlan plan = draft.plan();
      if (plan.isDone()) {
        return new ResolutionResult(0, true, plan.consequences(), List.of());
      }
      check(wanted, plan, approval);
      HistoryEntry entry = announce(plan, approval);
      ResolutionResult result = run(draft, plan, entry.number());
      history.came(result);
      return result;
    } catch (IOException e) {
      throw new ResolutionRefusedException(
          "it is done, but the history could not be written with what came of it: " + e);
    } finally {
      engine.turn().unlock();
    }
  }

  private static void check(ResolutionPlan wanted, ResolutionPlan plan, Approval approval) {
    if (plan.refusal().isPresent()) {
      throw new ResolutionRefusedException(plan.subject() + ": " + plan.refusal().get());
    }
    if (!plan.fingerprint().equals(wanted.fingerprint())) {
      throw new ResolutionRefusedException(
          plan.subject()
              + ": the situation has changed since this was planned; nothing was done: look again");
    }
    if (plan.mixes() && !approval.force()) {
      throw new ResolutionRefusedException(
          plan.subject()
              + ": sources could differ afterwards ("
              + String.join("; ", plan.difference())
              + "). If that is what you want: --force --reason \"...\"");
    }
  }

  private HistoryEntry announce(ResolutionPlan plan, Approval approval) {
    try {
      return history.decided(
          new HistoryEntry(
              0,
              WallClock.millis(),
              approval.who(),
              plan.resolution(),
              plan.subject(),
              approval.reason(),
              approval.force() && plan.mixes(),
              plan.before(),
              plan.steps(),
              Optional.empty()));
    } catch (IOException e) {
      throw new ResolutionRefusedException(
          "nothing was done, since the history cannot be written: " + e);
    }
  }

  private static ResolutionResult run(Draft draft, ResolutionPlan plan, long number) {
    List<Draft.Result> results = new ArrayList<>();
    try {
      results.addAll(draft.action().run());
    } catch (IOException | RuntimeException e) {
      results.add(new Draft.Result(false, "stopped: " + e.getMessage()));
    }
    boolean complete = results.stream().allMatch(Draft.Result::done);
    return new ResolutionResult(
        number, complete, results.stream().map(Draft.Result::line).toList(), plan.difference());
  }
}

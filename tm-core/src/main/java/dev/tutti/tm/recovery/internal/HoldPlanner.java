package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.util.List;

/** What an operator can do with a hold: end it, and only that. */
final class HoldPlanner {

  private final RecoveryEngine engine;
  private final Survey survey;
  private final Hold hold;

  HoldPlanner(RecoveryEngine engine, Survey survey, Hold hold) {
    this.engine = engine;
    this.survey = survey;
    this.hold = hold;
  }

  Draft plan(Resolution resolution) {
    Draft draft = new Draft(hold.id(), resolution).before(hold.id() + ": " + hold.reason());
    if (resolution != Resolution.RELEASE) {
      return draft.refuse("a hold is ended with --release; it has no branches of its own");
    }
    draft.step("end the hold " + hold.id());
    if (hold.kind() == Hold.Kind.CHANGED_SERVER) {
      return changedServer(draft);
    }
    List<Survey.Undecided> dependent = Subjects.dependent(engine, survey, hold);
    dependent.forEach(
        u -> draft.before(u.transactionId() + " at " + u.resource() + ": " + u.verdict().reason()));
    if (dependent.isEmpty()) {
      draft.consequence("no prepared branch depends on it: nothing is rolled back because of it");
    } else {
      draft.consequence(
          dependent.size()
              + " prepared branches depend on it: the next pass rolls them back, since nothing else"
              + " explains them. To decide them one by one, resolve them first");
      draft.mixes(
          "where another source has committed one of these transactions, it keeps what the branch"
              + " here loses");
    }
    return draft.action(this::release);
  }

  private String server() {
    return hold.id().substring("server-".length());
  }

  private Draft changedServer(Draft draft) {
    long decided =
        survey.decisions().stream()
            .flatMap(d -> d.branches().stream())
            .filter(b -> b.progress().isOpen())
            .map(BranchRecord::resource)
            .filter(server()::equals)
            .count();
    if (decided > 0) {
      draft.mixes(
          decided
              + " decided branches wait for "
              + server()
              + ": those that this server does not list are then taken for committed");
    } else {
      draft.consequence("no decision waits for it");
    }
    return draft.action(this::release);
  }

  private List<Draft.Result> release() throws IOException {
    switch (hold.kind()) {
      case CHANGED_SERVER -> {
        try {
          engine.acceptIdentity(server());
        } catch (ResourceUnavailableException e) {
          throw new IOException(e.getMessage(), e);
        }
      }
      case MISSING_LAST_RESOURCE -> engine.releaseLastResource();
      case UNREADABLE_RECORD, UNKNOWN_START -> engine.store().journal().release(hold.id());
    }
    return List.of(new Draft.Result(true, hold.id() + ": released"));
  }
}

package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.JournalException;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Resolution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What an operator can do with prepared branches that no decision in the log explains. */
final class UndecidedPlanner {

  private final RecoveryEngine engine;
  private final Survey survey;
  private final String id;
  private final List<Survey.Undecided> rows;

  UndecidedPlanner(RecoveryEngine engine, Survey survey, String id, List<Survey.Undecided> rows) {
    this.engine = engine;
    this.survey = survey;
    this.id = id;
    this.rows = rows;
  }

  Draft plan(Resolution resolution) {
    Draft draft = new Draft(id, resolution);
    for (Survey.Undecided row : rows) {
      draft.before(
          row.resource() + ": " + row.verdict().condition() + ": " + row.verdict().reason());
      judge(draft, row, resolution);
    }
    if (engine.store().journal().isDoubtful(id)) {
      draft.refuse(
          "its decision may be on the disk: repair the disk and restart, then the log tells it");
    }
    switch (resolution) {
      case COMMIT -> {
        rows.forEach(r -> draft.step("commit at " + r.resource() + " (xa_commit)"));
        draft.action(this::committed);
      }
      case ROLLBACK -> {
        rows.forEach(r -> draft.step("roll back at " + r.resource() + " (xa_rollback)"));
        draft.action(this::rolledBack);
      }
      case FORGET -> {
        rows.forEach(r -> draft.step("let " + r.resource() + " forget it (xa_forget)"));
        draft.mixes("what " + resources() + " did with it by itself stays as it is");
        draft.action(this::forgotten);
      }
      case RELEASE, ADOPT ->
          draft.refuse(
              "a transaction is committed, rolled back or forgotten; "
                  + resolution
                  + " is for holds and nodes");
    }
    return draft;
  }

  private List<String> resources() {
    return rows.stream().map(Survey.Undecided::resource).toList();
  }

  private void judge(Draft draft, Survey.Undecided row, Resolution resolution) {
    switch (row.verdict().condition()) {
      case FOREIGN ->
          draft.refuse("another application prepared it: only that one knows its decision");
      case WAITING, FINISHING ->
          draft.refuse(row.resource() + " cannot be asked now: bring it back first");
      case OTHER_NODE ->
          draft.mixes(
              "its node finishes it by itself; if that node decides otherwise, the sources differ");
      case ORPHAN -> orphan(draft, resolution);
      case HELD, UNREADABLE, LOST_NODE, HEURISTIC ->
          draft.consequence(
              "nothing here can tell whether another source has ended it already: compare what they"
                  + " hold first, and decide as they did");
    }
  }

  private void orphan(Draft draft, Resolution resolution) {
    if (resolution == Resolution.ROLLBACK) {
      draft.consequence("recovery does the same by itself, with the next pass");
    } else if (survey.sources().lastResource().isPresent()) {
      draft.refuse("the row of the last resource decides, and recovery asks it: recovery scan");
    } else {
      draft.mixes(
          "it was never decided, so every other source has rolled it back, or will: what "
              + resources()
              + " keep of it is missing there");
    }
  }

  /** The decision becomes a record of the log, so that it is carried out over any crash. */
  private List<Draft.Result> committed() throws IOException {
    List<BranchRecord> branches = new ArrayList<>();
    rows.forEach(r -> branches.add(new BranchRecord(r.resource(), r.xid(), Progress.TO_COMMIT)));
    DecisionRecord record = new DecisionRecord(id, WallClock.millis(), branches);
    try {
      engine.store().journal().decide(record);
    } catch (JournalException e) {
      throw new IOException(e.getMessage(), e);
    }
    return new DecidedPlanner(engine, survey, record).finished(record);
  }

  private List<Draft.Result> rolledBack() {
    List<Draft.Result> results = new ArrayList<>();
    PassReport report = new PassReport(line -> {});
    OrphanPass pass = new OrphanPass(engine.events(), report, survey.sources());
    for (Survey.Undecided row : rows) {
      if (row.verdict().condition() == BranchCondition.ORPHAN) {
        results.add(
            pass.end(row)
                ? new Draft.Result(
                    true,
                    row.resource()
                        + (report.rolledBackAny()
                            ? ": rolled back"
                            : ": committed, as its row says"))
                : new Draft.Result(false, row.resource() + ": not yet: " + report.lastReason()));
      } else {
        results.add(
            Endings.result(row.resource(), row.listing().rollback(row.xid()), "rolled back"));
      }
    }
    return results;
  }

  private List<Draft.Result> forgotten() {
    return rows.stream()
        .map(r -> Endings.result(r.resource(), r.listing().forget(r.xid()), "forgotten"))
        .toList();
  }
}

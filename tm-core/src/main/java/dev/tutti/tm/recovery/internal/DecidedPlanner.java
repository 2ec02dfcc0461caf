package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.BranchRecord;
import dev.tutti.tm.log.BranchRecord.Progress;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.log.Journal;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Resolution;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an operator can do with a transaction whose decision to commit is in the log. */
final class DecidedPlanner {

  private final RecoveryEngine engine;
  private final Survey survey;
  private final DecisionRecord record;
  private final List<Survey.Decided> rows;
  private final List<String> committed = new ArrayList<>();

  DecidedPlanner(RecoveryEngine engine, Survey survey, DecisionRecord record) {
    this.engine = engine;
    this.survey = survey;
    this.record = record;
    this.rows = survey.branchesOf(record);
    record.branches().stream()
        .filter(b -> b.progress() == Progress.DONE)
        .forEach(b -> committed.add(b.resource()));
    rows.stream()
        .filter(r -> r.verdict().condition() == BranchCondition.FINISHING && !isListed(r.branch()))
        .forEach(r -> committed.add(r.branch().resource()));
  }

  Draft plan(Resolution resolution) {
    Draft draft = new Draft(record.transactionId(), resolution);
    committed.forEach(name -> draft.before(name + ": committed"));
    rows.stream()
        .filter(r -> !committed.contains(r.branch().resource()))
        .forEach(
            r ->
                draft.before(
                    r.branch().resource()
                        + ": "
                        + r.verdict().condition()
                        + ": "
                        + r.verdict().reason()));
    switch (resolution) {
      case COMMIT -> commit(draft);
      case ROLLBACK -> rollback(draft);
      case FORGET -> forget(draft);
      case RELEASE, ADOPT ->
          draft.refuse(
              "a transaction is committed, rolled back or forgotten; "
                  + resolution
                  + " is for holds and nodes");
    }
    return draft;
  }

  private boolean isListed(BranchRecord branch) {
    Listing listing = survey.sources().listing(branch.resource());
    return listing != null && listing.lists(branch.xid());
  }

  /** Its source was asked, but an operator has decided against the log. */
  private boolean isDoubted(Survey.Decided row) {
    return row.verdict().condition() == BranchCondition.HELD
        && survey.sources().listing(row.branch().resource()) != null;
  }

  private static String goneFrom(String name) {
    return name
        + " has it prepared no more, and nobody can say whether it has committed it or was rolled"
        + " back: compare it with the others";
  }

  private void commit(Draft draft) {
    boolean doubted = false;
    for (Survey.Decided row : rows) {
      String name = row.branch().resource();
      if (row.verdict().condition() == BranchCondition.FINISHING || isDoubted(row)) {
        draft.step(
            isListed(row.branch())
                ? "commit at " + name + " (xa_commit)"
                : "note that " + name + " has committed");
        doubted |= isDoubted(row);
      }
      if (isDoubted(row) && !isListed(row.branch())) {
        draft.mixes(goneFrom(name) + "; it counts as committed then");
      }
    }
    if (draft.plan().steps().isEmpty()) {
      draft.refuse(
          rows.stream().allMatch(r -> r.verdict().condition() == BranchCondition.HEURISTIC)
              ? "the resource has ended its branch by itself: nothing is left to commit. Mend the"
                  + " difference, then: recovery resolve "
                  + record.transactionId()
                  + " --forget"
              : "no resource of it can be asked now; recovery commits it by itself as soon as it"
                  + " answers");
    }
    draft.consequence(
        doubted
            ? "this is what was decided before an operator decided to roll it back: recovery waits"
                + " for you to say which of both holds"
            : "this is what was decided: recovery does the same by itself, with the next pass");
    draft.action(() -> finished(record));
  }

  List<Draft.Result> finished(DecisionRecord decision) {
    PassReport report = new PassReport(line -> {});
    new DecidedPass(engine.store().journal(), engine.events(), report, survey).finish(decision);
    engine.store().journal().flush();
    List<Draft.Result> results = new ArrayList<>();
    Set<String> left = new HashSet<>();
    report
        .left()
        .transactions()
        .forEach(
            t ->
                t.branches()
                    .forEach(
                        b -> {
                          left.add(b.resource());
                          results.add(
                              new Draft.Result(
                                  false, b.resource() + ": " + b.condition() + ": " + b.reason()));
                        }));
    decision.branches().stream()
        .filter(b -> !left.contains(b.resource()) && b.progress() != Progress.DONE)
        .forEach(b -> results.add(new Draft.Result(true, b.resource() + ": committed")));
    return results;
  }

  private void rollback(Draft draft) {
    List<Survey.Decided> prepared = rows.stream().filter(r -> isListed(r.branch())).toList();
    for (Survey.Decided row : rows) {
      BranchCondition condition = row.verdict().condition();
      if (isDoubted(row)) {
        if (!isListed(row.branch())) {
          draft.mixes(goneFrom(row.branch().resource()));
        }
      } else if (condition == BranchCondition.WAITING || condition == BranchCondition.HELD) {
        draft.refuse(
            row.branch().resource()
                + " cannot be asked now, so it cannot be rolled back: bring it back first");
      }
    }
    if (prepared.isEmpty()) {
      draft.refuse("nothing of it is prepared any more, so nothing can be rolled back");
    }
    List<String> names = prepared.stream().map(r -> r.branch().resource()).toList();
    names.forEach(name -> draft.step("roll back at " + name + " (xa_rollback)"));
    draft.step("end its record in the log");
    draft.consequence("its decision was to commit, and its caller may have been told so");
    boolean isGone = rows.stream().anyMatch(r -> isDoubted(r) && !isListed(r.branch()));
    draft.mixes(
        committed.isEmpty()
            ? isGone
                ? names + " lose it"
                : "no source keeps anything of it, though it was decided to commit"
            : committed
                + " keep what it wrote, "
                + names
                + " lose it: write it there again, or take it back at "
                + committed
                + ", by hand");
    draft.action(() -> rolledBack(prepared));
  }

  /** The log first: a crash in between must not let recovery commit the rest. */
  private List<Draft.Result> rolledBack(List<Survey.Decided> prepared) throws IOException {
    List<BranchRecord> next = new ArrayList<>(record.branches());
    prepared.forEach(
        r -> next.set(next.indexOf(r.branch()), r.branch().with(Progress.HEURISTIC_ROLLBACK)));
    Journal journal = engine.store().journal();
    DecisionRecord marked = record.with(next);
    journal.progress(marked);
    durable(journal);
    List<Draft.Result> results = new ArrayList<>();
    for (Survey.Decided row : prepared) {
      BranchRecord branch = row.branch();
      Listing listing = survey.sources().listing(branch.resource());
      Listing.Ended ended =
          listing == null ? new Listing.Ended.Later("it is gone") : listing.rollback(branch.xid());
      results.add(Endings.result(branch.resource(), ended, "rolled back"));
    }
    if (results.stream().allMatch(Draft.Result::done)) {
      journal.end(record.transactionId());
      durable(journal);
    }
    return results;
  }

  private static void durable(Journal journal) throws IOException {
    if (!journal.flush()) {
      throw new IOException("the decision log cannot be written");
    }
  }

  private void forget(Draft draft) {
    List<Survey.Decided> forgettable =
        rows.stream().filter(r -> r.verdict().condition() != BranchCondition.FINISHING).toList();
    if (forgettable.isEmpty()) {
      draft.refuse("it finishes by itself: recovery scan");
    }
    for (Survey.Decided row : forgettable) {
      String name = row.branch().resource();
      if (isDoubted(row)) {
        if (isListed(row.branch())) {
          draft.refuse(name + " has it prepared: commit it, or roll it back");
        }
        draft.step("drop its branch at " + name + " from the log");
        draft.mixes(goneFrom(name));
      } else if (row.verdict().condition() == BranchCondition.HEURISTIC) {
        draft.step("let " + name + " forget it (xa_forget), and the log too");
        draft.differs(
            name
                + ": "
                + row.verdict().reason()
                + ", while "
                + (committed.isEmpty() ? "the others commit" : committed + " committed")
                + ": compare them and mend "
                + name
                + " by hand");
      } else {
        draft.step("stop waiting for " + name + ": drop its branch from the log");
        draft.mixes(
            name
                + " never commits what the others did. If it comes back with the branch still"
                + " prepared, recovery rolls that back");
      }
    }
    draft.action(() -> forgotten(forgettable));
  }

  private List<Draft.Result> forgotten(List<Survey.Decided> rowsToForget) throws IOException {
    List<BranchRecord> next = new ArrayList<>(record.branches());
    List<Draft.Result> results = new ArrayList<>();
    for (Survey.Decided row : rowsToForget) {
      BranchRecord branch = row.branch();
      Listing listing = survey.sources().listing(branch.resource());
      Listing.Ended ended =
          listing != null && listing.lists(branch.xid())
              ? listing.forget(branch.xid())
              : new Listing.Ended.Done();
      results.add(Endings.result(branch.resource(), ended, "forgotten"));
      if (ended instanceof Listing.Ended.Done) {
        next.set(next.indexOf(branch), branch.with(Progress.DONE));
      }
    }
    Journal journal = engine.store().journal();
    if (next.stream().allMatch(b -> b.progress() == Progress.DONE)) {
      journal.end(record.transactionId());
    } else {
      journal.progress(record.with(next));
    }
    durable(journal);
    return results;
  }
}

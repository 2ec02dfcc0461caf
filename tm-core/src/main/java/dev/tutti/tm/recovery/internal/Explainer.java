package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Explanation;
import dev.tutti.tm.recovery.Explanation.Choice;
import dev.tutti.tm.recovery.Explanation.Source;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import dev.tutti.tm.spi.XaResourceManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what happened, what each source holds, and what each decision would lead to. */
final class Explainer {

  private final RecoveryEngine engine;
  private final Resolver resolver;

  Explainer(RecoveryEngine engine, Resolver resolver) {
    this.engine = engine;
    this.resolver = resolver;
  }

  Explanation explain(Survey survey, String subject) {
    Optional<Hold> hold =
        engine.holds(survey).stream().filter(h -> h.id().equals(subject)).findFirst();
    if (hold.isPresent()) {
      return new Explanation(
          subject,
          hold.get().kind() + ": " + hold.get().reason(),
          held(survey, hold.get()),
          depending(survey, hold.get()),
          choices(survey, subject, List.of(Resolution.RELEASE)));
    }
    String id = Subjects.find(survey, subject);
    return Findings.of(survey).transactions().stream()
        .filter(t -> t.id().equals(id))
        .findFirst()
        .map(t -> transaction(survey, t))
        .orElseGet(
            () ->
                new Explanation(
                    id,
                    "it is not in doubt and not held: it is finished everywhere, or was never here",
                    history(id),
                    List.of(),
                    List.of()));
  }

  private List<String> held(Survey survey, Hold hold) {
    List<String> lines = new ArrayList<>();
    if (hold.kind() == Hold.Kind.UNREADABLE_RECORD) {
      lines.add(
          "a part of the log was written, and cannot be read now: the disk, or a hand, changed it");
      lines.add("what is before and after it was read, and is finished as always");
      long held = Subjects.dependent(engine, survey, hold).size();
      lines.add(
          held == 0
              ? "no prepared branch could belong to it now"
              : held
                  + " prepared branches could belong to it: a decision to commit them may be lost, and"
                  + " another source may have committed; so they are not presumed aborted");
    }
    if (hold.kind() == Hold.Kind.CHANGED_SERVER) {
      String server = hold.id().substring("server-".length());
      survey.decisions().stream()
          .filter(d -> d.branches().stream().anyMatch(b -> b.resource().equals(server)))
          .forEach(d -> lines.add("decided to commit, and not finished: " + d.transactionId()));
      lines.add(
          "what was finished since its copy was taken is in the log no more: compare it with the"
              + " other sources; keyed writes left a row with their transaction in tutti_receipt");
      lines.add(
          "once it is accepted, what it has prepared and the log does not explain is held one by"
              + " one, and not presumed aborted");
    }
    lines.addAll(history(hold.id()));
    return lines;
  }

  private List<Source> depending(Survey survey, Hold hold) {
    if (hold.kind() != Hold.Kind.UNREADABLE_RECORD) {
      return List.of();
    }
    return Subjects.dependent(engine, survey, hold).stream()
        .map(u -> new Source(u.resource(), "prepared: " + u.transactionId()))
        .toList();
  }

  private Explanation transaction(Survey survey, InDoubtTransaction transaction) {
    Set<BranchCondition> conditions =
        transaction.branches().stream()
            .map(Branch::condition)
            .collect(Collectors.toCollection(java.util.TreeSet::new));
    String summary =
        conditions.stream().map(c -> c + ": " + c.explanation()).collect(Collectors.joining(". "));
    List<Resolution> possible = new ArrayList<>();
    if (!conditions.contains(BranchCondition.FOREIGN)) {
      possible.addAll(List.of(Resolution.COMMIT, Resolution.ROLLBACK, Resolution.FORGET));
    }
    return new Explanation(
        transaction.id(),
        summary,
        timeline(transaction),
        sources(survey, transaction),
        choices(survey, transaction.id(), possible));
  }

  private List<String> timeline(InDoubtTransaction transaction) {
    List<String> lines = new ArrayList<>();
    String when =
        transaction.since().epochMillis() == 0 ? "" : ago(transaction.since().epochMillis()) + " ";
    if (transaction.decided()) {
      lines.add("every branch voted yes (XA_OK)");
      lines.add(when + "the decision to commit became durable in the log");
      transaction.committed().forEach(name -> lines.add(name + " committed (xa_commit)"));
    } else {
      if (!when.isEmpty()) {
        lines.add(when + "or later, it began: that is when its process made its first transaction");
      }
      transaction
          .branches()
          .forEach(b -> lines.add(b.resource() + " prepared its branch (xa_prepare)"));
      lines.add("the log of this node has no decision of it");
    }
    transaction
        .branches()
        .forEach(b -> lines.add("now " + b.resource() + ": " + b.condition() + ": " + b.reason()));
    lines.addAll(history(transaction.id()));
    return lines;
  }

  private static String ago(long epochMillis) {
    Duration age = Duration.ofMillis(Math.max(0, WallClock.millis() - epochMillis));
    return age.toHours() > 48
        ? age.toDays() + " days ago"
        : age.toMinutes() > 120 ? age.toHours() + " hours ago" : age.toSeconds() + " s ago";
  }

  private List<String> history(String subject) {
    return resolver.entries(subject).stream().map(Subjects::line).toList();
  }

  private List<Source> sources(Survey survey, InDoubtTransaction transaction) {
    List<Source> all = new ArrayList<>();
    for (XaResourceManager manager : engine.registry().twoPhase()) {
      all.add(new Source(manager.name(), holds(survey, transaction, manager.name())));
    }
    transaction.branches().stream()
        .map(Branch::resource)
        .distinct()
        .filter(name -> engine.registry().find(name).isEmpty())
        .forEach(name -> all.add(new Source(name, "not configured here: nobody can ask it")));
    engine
        .registry()
        .lastResource()
        .ifPresent(
            last ->
                all.add(
                    new Source(
                        last.name(),
                        "the last resource: its row of this transaction, or none, is the decision")));
    return all;
  }

  private static String holds(Survey survey, InDoubtTransaction transaction, String name) {
    Optional<Branch> branch =
        transaction.branches().stream().filter(b -> b.resource().equals(name)).findFirst();
    if (transaction.committed().contains(name)) {
      return "committed";
    }
    Listing listing = survey.sources().listing(name);
    if (listing == null) {
      return "it cannot be asked now";
    }
    boolean listed =
        branch.isPresent()
            && listing.prepared().stream()
                .anyMatch(xid -> xid.toString().equals(branch.get().xid()));
    if (listed) {
      return "prepared (it is listed by xa_recover): its work is done, kept and locked";
    }
    if (branch.isPresent() && branch.get().condition() == BranchCondition.FINISHING) {
      return "committed: it does not list the branch any more";
    }
    if (branch.isPresent() && branch.get().condition() == BranchCondition.HELD) {
      return "nothing prepared: it has committed its branch, or was rolled back by force";
    }
    return branch.isPresent()
        ? "it has ended its branch by itself"
        : "nothing prepared: it took no part, or has ended its branch";
  }

  private List<Choice> choices(Survey survey, String subject, List<Resolution> possible) {
    List<Choice> all = new ArrayList<>();
    for (Resolution resolution : possible) {
      ResolutionPlan plan = resolver.draft(survey, subject, resolution).plan();
      String command =
          "recovery resolve " + subject + " --" + resolution.name().toLowerCase(Locale.ROOT);
      if (plan.refusal().isPresent()) {
        all.add(new Choice(command, "refused: " + plan.refusal().get()));
      } else {
        List<String> leads = new ArrayList<>(plan.steps());
        leads.addAll(plan.consequences());
        leads.addAll(plan.difference());
        all.add(
            new Choice(
                command + " --yes" + (plan.mixes() ? " --force --reason \"...\"" : ""),
                String.join("; ", leads)));
      }
    }
    return all;
  }
}

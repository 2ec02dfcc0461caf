package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.Damage;
import dev.tutti.tm.log.DecisionRecord;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.HistoryEntry;
import dev.tutti.tm.recovery.Hold;
import java.util.List;
import java.util.stream.Stream;

/** What an operator names. */
final class Subjects {

  private Subjects() {}

  /** The id that begins like no other in doubt; else what was given. */
  static String find(Survey survey, String given) {
    List<String> found =
        Stream.concat(
                survey.decisions().stream().map(DecisionRecord::transactionId),
                survey.undecided().stream().map(Survey.Undecided::transactionId))
            .filter(id -> id.startsWith(given))
            .distinct()
            .toList();
    return found.size() == 1 && !found.contains(given) ? found.get(0) : given;
  }

  /** The prepared branches that are held because of it. */
  static List<Survey.Undecided> dependent(RecoveryEngine engine, Survey survey, Hold hold) {
    if (hold.kind() == Hold.Kind.MISSING_LAST_RESOURCE) {
      return survey.undecided().stream()
          .filter(u -> u.verdict().condition() == BranchCondition.HELD)
          .toList();
    }
    Damage damage =
        engine.store().journal().damages().stream()
            .filter(d -> d.id().equals(hold.id()))
            .findFirst()
            .orElseThrow();
    return survey.undecided().stream()
        .filter(
            u ->
                u.verdict().condition() == BranchCondition.HELD
                    || u.verdict().condition() == BranchCondition.UNREADABLE)
        .filter(u -> u.owner().filter(o -> damage.couldExplain(o.boot())).isPresent())
        .toList();
  }

  static String line(HistoryEntry entry) {
    return "decision "
        + entry.number()
        + " by "
        + entry.who()
        + ": "
        + entry.resolution()
        + (entry.forced() ? " with force" : "")
        + (entry.reason().isBlank() ? "" : " (" + entry.reason() + ")")
        + ": "
        + entry
            .result()
            .map(r -> String.join("; ", r.results()))
            .orElse("its result is not known: the process ended before");
  }
}

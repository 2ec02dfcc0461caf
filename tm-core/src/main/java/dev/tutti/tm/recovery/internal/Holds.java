package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.log.Damage;
import dev.tutti.tm.log.Store;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Hold;
import java.util.ArrayList;
import java.util.List;

/** Finds what else than a transaction waits for an operator. */
final class Holds {

  private final Store store;
  private final LastResourceMemory lastResource;

  Holds(Store store, LastResourceMemory lastResource) {
    this.store = store;
    this.lastResource = lastResource;
  }

  List<Hold> of(Survey survey) {
    List<Hold> holds = new ArrayList<>();
    survey
        .sources()
        .changed()
        .forEach(
            (name, how) -> holds.add(new Hold("server-" + name, Hold.Kind.CHANGED_SERVER, how)));
    String missing = lastResource.missing();
    if (missing != null && survey.sources().lastResourceHold() != null) {
      boolean needed =
          survey.undecided().stream()
              .anyMatch(u -> u.verdict().condition() == BranchCondition.HELD);
      if (needed) {
        holds.add(
            new Hold(
                "last-resource-" + missing,
                Hold.Kind.MISSING_LAST_RESOURCE,
                "the last resource '" + missing + "' could hold decisions: configure it again"));
      }
    }
    for (Damage damage : store.journal().damages()) {
      if (!damage.isWithoutTrace()) {
        holds.add(new Hold(damage.id(), Hold.Kind.UNREADABLE_RECORD, unreadable(damage)));
      } else if (isNeeded(damage, survey)) {
        holds.add(
            new Hold(
                damage.id(),
                Hold.Kind.UNKNOWN_START,
                "of starts "
                    + damage.fromBoot()
                    + " to "
                    + damage.toBoot()
                    + ": "
                    + damage.what()));
      }
    }
    return holds;
  }

  private String unreadable(Damage damage) {
    return "the decision log is damaged: "
        + damage.what()
        + "; a decision of "
        + (damage.fromBoot() == damage.toBoot()
            ? "start " + damage.fromBoot()
            : "starts " + damage.fromBoot() + " to " + damage.toBoot())
        + " may have been in it, so no branch of those is rolled back; "
        + store
            .journal()
            .kept(damage.id())
            .map(file -> "its bytes are kept in the store, in " + file)
            .orElse("nothing of it is left");
  }

  private static boolean isNeeded(Damage damage, Survey survey) {
    return survey.undecided().stream()
        .filter(u -> u.verdict().condition() == BranchCondition.HELD)
        .anyMatch(u -> u.owner().filter(o -> damage.couldExplain(o.boot())).isPresent());
  }
}

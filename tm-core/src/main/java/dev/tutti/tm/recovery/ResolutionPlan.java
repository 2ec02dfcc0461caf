package dev.tutti.tm.recovery;

import java.util.List;
import java.util.Optional;

/**
 * What a decision would do, before anything is done. Immutable.
 *
 * @param subject the transaction, the hold or the node
 * @param resolution the decision
 * @param before where everything stands now, one line for each branch
 * @param steps what would be done, in this order; empty where nothing is left to do
 * @param consequences what it means, and what to look at first
 * @param mixes whether sources could then differ: such a plan needs force and a reason
 * @param difference what would then differ, and how to mend it; empty where nothing would
 * @param refusal why it cannot be done at all, also not with force
 * @param fingerprint of the situation: a plan whose situation has changed is not performed
 */
public record ResolutionPlan(
    String subject,
    Resolution resolution,
    List<String> before,
    List<String> steps,
    List<String> consequences,
    boolean mixes,
    List<String> difference,
    Optional<String> refusal,
    String fingerprint) {

  /**
   * Validates and copies.
   *
   * @param subject see the component
   * @param resolution see the component
   * @param before see the component
   * @param steps see the component
   * @param consequences see the component
   * @param mixes see the component
   * @param difference see the component
   * @param refusal see the component
   * @param fingerprint see the component
   */
  public ResolutionPlan {
    before = List.copyOf(before);
    steps = List.copyOf(steps);
    consequences = List.copyOf(consequences);
    difference = List.copyOf(difference);
  }

  /**
   * Whether there is nothing to do.
   *
   * @return true if performing it changes nothing, not even the history
   */
  public boolean isDone() {
    return steps.isEmpty() && refusal.isEmpty();
  }
}

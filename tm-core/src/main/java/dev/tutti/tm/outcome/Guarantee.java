package dev.tutti.tm.outcome;

/**
 * What a resource promises about a branch of a transaction, from the strongest to the weakest.
 *
 * <p>It is shown wherever the resource is shown, and never claims more than a test shows.
 */
public enum Guarantee {
  /** A prepared branch survives a crash of any process and is finished by recovery. */
  DURABLE_XA("a prepared branch survives a crash of any process and is finished by recovery"),

  /** A prepared branch survives this process, not a restart of the resource's whole cluster. */
  SERVER_XA("a prepared branch survives this process, not a restart of its whole cluster"),

  /** A source without two phases; its own row is the decision. At most one in a system. */
  LAST_RESOURCE(
      "committed in one phase after all others have prepared; its own row is the decision"),

  /** Takes part in commit and rollback, but lives in memory: it is refilled from its source. */
  VOLATILE("takes part in commit and rollback; starts empty and is refilled from its source"),

  /** Two phases that pass a crash of the whole process, not every failure. */
  DEVELOPMENT("passes the crash of the whole process, not every failure");

  private final String promise;

  Guarantee(String promise) {
    this.promise = promise;
  }

  /**
   * The promise in one sentence, without a full stop.
   *
   * @return the promise, for people
   */
  public String promise() {
    return promise;
  }

  /**
   * Whether a branch of this kind is prepared and can be in doubt, so that recovery needs a way to
   * reach it.
   *
   * @return true for the guarantees that speak two-phase commit
   */
  public boolean isTwoPhase() {
    return this == DURABLE_XA || this == SERVER_XA || this == DEVELOPMENT;
  }
}

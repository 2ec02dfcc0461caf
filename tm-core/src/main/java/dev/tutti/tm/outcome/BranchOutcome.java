package dev.tutti.tm.outcome;

import java.time.Duration;

/**
 * What one resource did in a transaction. Immutable.
 *
 * @param resource the configured name of the resource
 * @param guarantee what the resource promises
 * @param state how the branch ended, or how far it has come
 * @param work from the first use of the resource to the end of its work
 * @param prepare time of the first phase; zero where there was none
 * @param commit time of the second (or only) phase, also where it was a rollback; zero where there
 *     was none
 * @param detail why the branch is in this state, for people; empty where nothing is to be said
 */
public record BranchOutcome(
    String resource,
    Guarantee guarantee,
    BranchState state,
    Duration work,
    Duration prepare,
    Duration commit,
    String detail) {}

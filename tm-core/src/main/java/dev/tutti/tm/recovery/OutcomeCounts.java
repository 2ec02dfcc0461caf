package dev.tutti.tm.recovery;

/**
 * How transactions ended for their callers, counted since the start. Immutable.
 *
 * @param committed everywhere
 * @param committedPending decided; a branch was left to recovery
 * @param rolledBack nowhere
 * @param timedOut nowhere, by the timeout
 * @param heuristic a resource decided by itself
 * @param unknown nobody knew then
 */
public record OutcomeCounts(
    long committed,
    long committedPending,
    long rolledBack,
    long timedOut,
    long heuristic,
    long unknown) {}

package dev.tutti.tm.transactional.matrix;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a call did.
 *
 * @param answer {@code returned}, or what was thrown: its class, {@code <} its cause's where it is
 *     not the method's own, {@code +} those suppressed
 * @param inside which transaction the method ran in: own, caller's, none; or not called
 * @param caller the caller's transaction after the call: none, active, doomed, over; or lost
 * @param callersCommit what its commit did: none, committed, or the exception
 * @param method how much of the method's own writing is there at the end: none, half, all
 */
public record Seen(
    String answer, String inside, String caller, String callersCommit, String method) {

  static String describe(Throwable thrown) {
    String cause =
        thrown instanceof jakarta.transaction.TransactionalException && thrown.getCause() != null
            ? "<" + thrown.getCause().getClass().getSimpleName()
            : "";
    String suppressed =
        Arrays.stream(thrown.getSuppressed())
            .map(s -> "+" + s.getClass().getSimpleName())
            .collect(Collectors.joining());
    return thrown.getClass().getSimpleName() + cause + suppressed;
  }
}

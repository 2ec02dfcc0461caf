package dev.tutti.tm.transactional.internal;

import dev.tutti.tm.branch.EngineTransaction;
import dev.tutti.tm.transactional.TransactionalMethod;
import org.jspecify.annotations.Nullable;

/** Puts a thread right on which a method left another transaction than it found. */
final class Leftover {

  private Leftover() {}

  /**
   * Makes sure that the thread has the transaction which it must have now. One that the method
   * began and left behind is rolled back, since nobody would end it.
   *
   * @throws IllegalStateException if the method left another one, or ended this one by itself; the
   *     thread has been put right, and this one is rolled back
   */
  static void check(TransactionalMethod method, Boundary boundary, EngineTransaction expected)
      throws Exception {
    IllegalStateException problem = keep(method, boundary, expected);
    if (problem == null) {
      return;
    }
    try {
      if (!expected.live().isFinished()) {
        boundary.rollback();
      } else {
        boundary.suspend();
      }
    } catch (Exception | Error e) {
      problem.addSuppressed(e);
    }
    throw problem;
  }

  /**
   * The same without its end.
   *
   * @return what to tell the method's author; null if the thread has it
   */
  @SuppressWarnings("ReferenceEquality") // this very transaction, not one like it
  static @Nullable IllegalStateException keep(
      TransactionalMethod method, Boundary boundary, EngineTransaction expected) throws Exception {
    EngineTransaction found = boundary.current();
    if (found == expected) {
      return null;
    }
    IllegalStateException problem = left(method, boundary, found, expected);
    try {
      boundary.resume(expected);
    } catch (Exception | Error e) {
      problem.addSuppressed(e);
    }
    return problem;
  }

  private static IllegalStateException left(
      TransactionalMethod method,
      Boundary boundary,
      @Nullable EngineTransaction found,
      EngineTransaction expected) {
    try {
      String left = clear(method, boundary, found);
      return new IllegalStateException(
          left.isEmpty()
              ? method.label()
                  + ": it ended or suspended transaction "
                  + expected.live().id()
                  + ", which is not its own to end. Leave that to the annotation"
              : left);
    } catch (Exception | Error e) {
      return new IllegalStateException(method.label() + ": " + e.getMessage(), e);
    }
  }

  /** The same for a thread that must have none. */
  static String clear(
      TransactionalMethod method, Boundary boundary, @Nullable EngineTransaction found)
      throws Exception {
    if (found == null) {
      return "";
    }
    String problem =
        method.label()
            + ": it began transaction "
            + found.live().id()
            + " and did not end it; it was rolled back. End it in the method";
    if (found.live().isFinished()) {
      boundary.suspend();
    } else {
      boundary.rollback();
    }
    return problem;
  }
}

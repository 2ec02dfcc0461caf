package dev.tutti.tm.transactional.matrix;

/** What JTA 2.0 says of each cell, and where it is silent, what Tutti promises. */
final class Expected {

  private Expected() {}

  static Seen of(Cell cell) {
    if (cell.refused()) {
      return new Seen(
          cell.caller()
              ? "TransactionalException<InvalidTransactionException"
              : "TransactionalException<TransactionRequiredException",
          "not called",
          cell.caller() ? "active" : "none",
          cell.caller() ? "committed" : "none",
          "none");
    }
    if (cell.own()) {
      return new Seen(
          ownAnswer(cell.happening()),
          "own",
          cell.caller() ? "active" : "none",
          cell.caller() ? "committed" : "none",
          ownWriting(cell.happening()));
    }
    return cell.joined() ? joined(cell.happening()) : without(cell);
  }

  private static String thrownByMethod(Happening happening) {
    return switch (happening) {
      case CHECKED, COMMIT_REFUSED_AFTER_CHECKED -> "IOException";
      case UNCHECKED, TIMED_OUT_THEN_UNCHECKED -> "IllegalArgumentException";
      case ERROR -> "AssertionError";
      case ROLLBACK_ON -> "Listed";
      case DONT_ROLLBACK_ON -> "Forgiven";
      case BOTH_LISTS -> "Both";
      default -> "returned";
    };
  }

  private static String ownAnswer(Happening happening) {
    return switch (happening) {
      case SET_ROLLBACK_ONLY, INNER_DOOMED, COMMIT_REFUSED ->
          "TransactionalException<RolledBackException";
      case TIMED_OUT -> "TransactionalException<TransactionTimeoutException";
      case HEURISTIC -> "TransactionalException<HeuristicOutcomeException";
      case TIMED_OUT_THEN_UNCHECKED -> "IllegalArgumentException+TransactionTimeoutException";
      case COMMIT_REFUSED_AFTER_CHECKED -> "IOException+RolledBackException";
      default -> thrownByMethod(happening);
    };
  }

  private static String ownWriting(Happening happening) {
    return switch (happening) {
      case RETURNED, CHECKED, DONT_ROLLBACK_ON, BOTH_LISTS, COMMIT_UNFINISHED -> "all";
      case HEURISTIC -> "half";
      default -> "none";
    };
  }

  private static Seen joined(Happening happening) {
    String answer = thrownByMethod(happening);
    return switch (happening) {
      case RETURNED, CHECKED, DONT_ROLLBACK_ON, BOTH_LISTS, COMMIT_UNFINISHED ->
          new Seen(answer, "caller's", "active", "committed", "all");
      case HEURISTIC -> new Seen(answer, "caller's", "active", "HeuristicMixedException", "half");
      case COMMIT_REFUSED, COMMIT_REFUSED_AFTER_CHECKED ->
          new Seen(answer, "caller's", "active", "RollbackException", "none");
      case TIMED_OUT, TIMED_OUT_THEN_UNCHECKED ->
          new Seen(answer, "caller's", "over", "RollbackException", "none");
      case UNCHECKED, ERROR, ROLLBACK_ON, SET_ROLLBACK_ONLY, INNER_DOOMED ->
          new Seen(answer, "caller's", "doomed", "RollbackException", "none");
    };
  }

  private static Seen without(Cell cell) {
    return new Seen(
        thrownByMethod(cell.happening()),
        "none",
        cell.caller() ? "active" : "none",
        cell.caller() ? "committed" : "none",
        "none");
  }
}

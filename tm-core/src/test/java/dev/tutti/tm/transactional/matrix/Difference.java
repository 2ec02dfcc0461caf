package dev.tutti.tm.transactional.matrix;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Where Tutti differs on purpose from the interceptors that Narayana brings for CDI.
 *
 * @param happening what happens
 * @param where in which transaction: the method's {@code own}, since in a caller's there is none
 * @param theirs what their caller gets
 * @param reason why ours gets something else
 */
public record Difference(Happening happening, String where, String theirs, String reason) {

  private static final String OWN = "own";

  public static final List<Difference> ALL =
      List.of(
          new Difference(
              Happening.SET_ROLLBACK_ONLY,
              OWN,
              "returned",
              "a return would look like a commit that did not happen"),
          new Difference(
              Happening.INNER_DOOMED,
              OWN,
              "returned",
              "the same; and the method that doomed it is named"),
          new Difference(
              Happening.TIMED_OUT,
              OWN,
              "RollbackException",
              "checked and undeclared: a proxy makes UndeclaredThrowableException of it; and it"
                  + " does not say that it was the timeout"),
          new Difference(
              Happening.TIMED_OUT_THEN_UNCHECKED,
              OWN,
              "RollbackException",
              "the method's own exception is never lost"),
          new Difference(
              Happening.COMMIT_REFUSED,
              OWN,
              "RollbackException",
              "checked and undeclared; and it does not say which source refused"),
          new Difference(
              Happening.COMMIT_REFUSED_AFTER_CHECKED,
              OWN,
              "RollbackException",
              "the method's own exception is never lost"),
          new Difference(
              Happening.HEURISTIC,
              OWN,
              "HeuristicMixedException",
              "checked and undeclared; and it does not say what each branch did"));

  /** The differences that a cell shows. */
  public static List<Difference> of(Cell cell) {
    return ALL.stream().filter(d -> d.covers(cell)).toList();
  }

  private boolean covers(Cell cell) {
    return cell.happening() == happening && cell.own();
  }

  private String row() {
    Cell cell =
        Cell.all().filter(this::covers).findFirst().orElseThrow(() -> new AssertionError(this));
    return "| "
        + happening
        + " | "
        + where
        + " | `"
        + theirs
        + "` | `"
        + Expected.of(cell).answer()
        + "` | "
        + reason
        + " |";
  }

  /** As the documentation has it. */
  public static String table() {
    return ALL.stream()
        .map(Difference::row)
        .collect(
            Collectors.joining(
                "\n",
                "| what happens | transaction | theirs | ours | why |\n|---|---|---|---|---|\n",
                "\n"));
  }
}

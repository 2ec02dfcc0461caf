package dev.tutti.tm.transactional.matrix;

import jakarta.transaction.Transactional.TxType;
import java.util.Arrays;
import java.util.stream.Stream;

/** One cell of the matrix. */
public record Cell(TxType type, boolean caller, Happening happening) {

  public static Stream<Cell> all() {
    return Arrays.stream(TxType.values())
        .flatMap(
            type ->
                Stream.of(false, true)
                    .flatMap(
                        caller ->
                            Arrays.stream(Happening.values())
                                .map(happening -> new Cell(type, caller, happening))));
  }

  boolean refused() {
    return switch (type) {
      case MANDATORY -> !caller;
      case NEVER -> caller;
      default -> false;
    };
  }

  /** Whether the method has a transaction of its own. */
  public boolean own() {
    return switch (type) {
      case REQUIRED -> !caller;
      case REQUIRES_NEW -> true;
      default -> false;
    };
  }

  /** Whether the method runs in its caller's transaction. */
  public boolean joined() {
    return switch (type) {
      case REQUIRED, MANDATORY, SUPPORTS -> caller;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return type + (caller ? " with" : " without") + " a caller's transaction, " + happening;
  }
}

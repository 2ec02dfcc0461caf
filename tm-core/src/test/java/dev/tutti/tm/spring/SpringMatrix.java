package dev.tutti.tm.spring;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.transactional.matrix.Cell;
import dev.tutti.tm.transactional.matrix.FrontDoor;
import dev.tutti.tm.transactional.matrix.Probe;
import dev.tutti.tm.transactional.matrix.Seen;
import dev.tutti.tm.transactional.matrix.SemanticsMatrix;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The interceptor is Spring's, and so are its exceptions. Which transaction a method runs in and
 * what is written is what the specification says, in every cell.
 */
abstract class SpringMatrix extends SemanticsMatrix {

  /** A context with the probe as its bean. */
  record Door(AnnotationConfigApplicationContext context, Probe probe) implements FrontDoor {
    @Override
    public void close() {
      context.close();
    }
  }

  static FrontDoor open(TransactionSystem system, Class<? extends Probe> probe) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    // Not its own to close: the matrix has started it.
    context.registerBean(TransactionSystem.class, () -> system, d -> d.setDestroyMethodName(""));
    context.register(TuttiTransactions.class, probe);
    context.refresh();
    return new Door(context, context.getBean(Probe.class));
  }

  @Override
  protected Seen expected(Cell cell) {
    Seen spec = super.expected(cell);
    return new Seen(
        springs(spec.answer()), spec.inside(), spec.caller(), spec.callersCommit(), spec.method());
  }

  private static String springs(String answer) {
    return switch (answer) {
      // Spring has exceptions of its own for these.
      case "TransactionalException<TransactionRequiredException",
          "TransactionalException<InvalidTransactionException" ->
          "IllegalTransactionStateException";
      case "TransactionalException<HeuristicOutcomeException" -> "HeuristicCompletionException";
      // A rollback by timeout too, see TuttiTransactionManager.
      case "TransactionalException<RolledBackException",
          "TransactionalException<TransactionTimeoutException" ->
          "UnexpectedRollbackException";
      // The method's exception is thrown, but does not say that the timeout had come first.
      case "IllegalArgumentException+TransactionTimeoutException" -> "IllegalArgumentException";
      // Where a checked exception would have committed, a commit that is refused replaces it.
      case "IOException+RolledBackException" -> "UnexpectedRollbackException";
      default -> answer;
    };
  }
}

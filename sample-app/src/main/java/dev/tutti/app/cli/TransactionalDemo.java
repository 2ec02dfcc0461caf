package dev.tutti.app.cli;

import dev.tutti.app.orders.Holdings;
import dev.tutti.app.orders.Order;
import dev.tutti.app.orders.Orders;
import dev.tutti.app.wiring.Session;
import dev.tutti.tm.spi.TransactionEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The walk through {@code @Transactional}, with one order. */
final class TransactionalDemo {

  /** Out of the way of the orders of `tutti sample`. */
  private static final long ID = 900_000_001;

  private static final Order FEW = order(3);
  private static final Order TOO_MANY = order(3000);

  /**
   * What was done, and what came of it.
   *
   * @param what what was called
   * @param outcome what it answered
   * @param holdings what each source holds then
   */
  record Step(String what, String outcome, Holdings holdings) {}

  /** One thing to do. */
  private interface Action {
    String run() throws Exception;
  }

  private final Session session;
  private final Orders.Services services;
  private final List<Step> steps = new ArrayList<>();

  TransactionalDemo(Session session) {
    this.session = session;
    this.services = session.orders();
  }

  private static Order order(int quantity) {
    return new Order(ID, "Ada Bauer", "oboe-reeds", quantity, new BigDecimal("94.50"));
  }

  List<Step> run() throws Exception {
    services.orders().cancel(ID); // of a walk that was interrupted
    step(
        "place() throws: its transaction rolls back. The audit is REQUIRES_NEW, so its line stays.",
        () -> place(TOO_MANY));
    step("place() returns: its transaction commits in every source.", () -> place(FEW));
    step("cancel() receives the message and deletes the rows, in one transaction.", this::cancel);
    step("A write of the facade calls place(), which joins it; then the write throws.", this::join);
    step("placeWith() may take 1 s, and its partner takes longer.", this::outlive);
    return steps;
  }

  private void step(String what, Action action) throws Exception {
    String outcome;
    try {
      outcome = action.run();
    } catch (RuntimeException e) {
      Throwable told = e.getCause() == null ? e : e.getCause();
      outcome = "threw " + told.getClass().getSimpleName() + ": " + told.getMessage();
    }
    steps.add(new Step(what, outcome, services.orders().holdings(ID)));
  }

  private String place(Order order) throws Exception {
    services.orders().place(order);
    return "returned";
  }

  private String cancel() throws Exception {
    return "returned " + services.orders().cancel(ID);
  }

  private String join() throws Exception {
    session
        .writes()
        .write(
            tx -> {
              services.orders().place(FEW);
              throw new IllegalArgumentException("the caller changed its mind");
            });
    return "returned";
  }

  private String outlive() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    session.listen(
        event -> {
          if (event instanceof TransactionEvent.Completed completed
              && completed.ending() == TransactionEvent.Ending.TIMED_OUT) {
            over.countDown();
          }
        });
    services.slow().placeWith(FEW, over::await);
    return "returned";
  }
}

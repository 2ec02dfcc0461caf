package dev.tutti.tm.transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.Step;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.TransactionalException;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterfaceProxyTest {

  interface Work {
    void run() throws Exception;
  }

  interface Orders {
    void place(Work work) throws Exception;

    void declaring(Work work) throws RollbackException, HeuristicMixedException;

    void declaringOurs(Runnable work) throws TuttiException;

    void undeclaring(Runnable work);

    void aside(Work work) throws Exception;

    void without(Work work) throws Exception;

    void supports(Work work) throws Exception;

    void brief(Work work) throws Exception;

    void selfCalling(Work work) throws Exception;

    void plain(Work work) throws Exception;

    default String greet() {
      return "hello";
    }
  }

  static class OrdersBean implements Orders {
    @Override
    @Transactional
    public void place(Work work) throws Exception {
      work.run();
    }

    @Override
    @Transactional
    public void declaring(Work work) {
      unchecked(work);
    }

    @Override
    @Transactional
    public void declaringOurs(Runnable work) {
      work.run();
    }

    @Override
    @Transactional
    public void undeclaring(Runnable work) {
      work.run();
    }

    @Override
    @Transactional(TxType.REQUIRES_NEW)
    public void aside(Work work) throws Exception {
      work.run();
    }

    @Override
    @Transactional(TxType.NOT_SUPPORTED)
    public void without(Work work) throws Exception {
      work.run();
    }

    @Override
    @Transactional(TxType.SUPPORTS)
    public void supports(Work work) throws Exception {
      work.run();
    }

    @Override
    @Transactional
    @TransactionOptions(timeout = "7", name = "a brief order")
    public void brief(Work work) throws Exception {
      work.run();
    }

    @Override
    @Transactional(TxType.SUPPORTS)
    public void selfCalling(Work work) throws Exception {
      place(work);
    }

    @Override
    public void plain(Work work) throws Exception {
      work.run();
    }

    private static void unchecked(Work work) {
      try {
        work.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  @TempDir Path dir;
  private TwoSources two;
  private TransactionManager manager;
  private Orders orders;

  @BeforeEach
  void start() throws IOException {
    two = new TwoSources(dir);
    manager = two.system.transactionManager();
    orders = two.system.transactional(Orders.class, new OrdersBean());
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(manager.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    UserTransaction user = two.system.userTransaction();
    assertThat(user.getStatus()).as("allowed again").isEqualTo(Status.STATUS_NO_TRANSACTION);
    two.close();
  }

  private void refuse() {
    two.right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
  }

  @Test
  void aDeclaredExceptionOfJtaArrivesBareWithOursAsItsCause() {
    refuse();
    assertThatThrownBy(() -> orders.declaring(() -> two.put("a")))
        .isInstanceOf(RollbackException.class)
        .hasCauseInstanceOf(RolledBackException.class);
    two.right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_HEURRB));
    assertThatThrownBy(() -> orders.declaring(() -> two.put("b")))
        .isInstanceOf(HeuristicMixedException.class)
        .cause()
        .isInstanceOfSatisfying(
            TuttiException.class, e -> assertThat(e.branches()).as("branches").hasSize(2));
  }

  @Test
  void aDeclaredExceptionOfOursArrivesBare() {
    refuse();
    assertThatThrownBy(() -> orders.declaringOurs(() -> two.put("a")))
        .isInstanceOf(RolledBackException.class);
  }

  @Test
  void anUndeclaredOneIsATransactionalException() {
    refuse();
    assertThatThrownBy(() -> orders.undeclaring(() -> two.put("a")))
        .isInstanceOf(TransactionalException.class)
        .hasMessageContaining("OrdersBean.undeclaring")
        .hasMessageContaining("right")
        .hasCauseInstanceOf(RolledBackException.class);
    two.assertWritten("a", false);
  }

  @Test
  void aCaughtInnerExceptionIsNamedWhenTheOuterMethodCannotCommit() {
    assertThatThrownBy(
            () ->
                orders.place(
                    () -> {
                      two.put("a");
                      try {
                        orders.undeclaring(
                            () -> {
                              throw new IllegalArgumentException("inner");
                            });
                      } catch (IllegalArgumentException e) {
                        two.left.name();
                      }
                    }))
        .isInstanceOf(TransactionalException.class)
        .hasMessageContaining("OrdersBean.undeclaring: it threw IllegalArgumentException")
        .rootCause()
        .hasMessage("inner");
    two.assertWritten("a", false);
  }

  @Test
  void theUserTransactionIsRefusedInTheMethodAndAllowedWithoutATransaction() throws Exception {
    UserTransaction user = two.system.userTransaction();
    for (Work call :
        new Work[] {
          user::getStatus,
          user::begin,
          user::commit,
          user::rollback,
          user::setRollbackOnly,
          () -> user.setTransactionTimeout(1)
        }) {
      orders.place(
          () ->
              assertThatThrownBy(call::run)
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("OrdersBean.place"));
      orders.supports(
          () -> assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class));
    }
    orders.place(
        () -> {
          orders.without(
              () -> {
                user.begin();
                two.put("a");
                user.commit();
                Thread other = new Thread(() -> assertThat(status(user)).isNotNegative());
                other.start();
                other.join();
              });
          assertThatThrownBy(user::getStatus).isInstanceOf(IllegalStateException.class);
        });
    two.assertWritten("a", true);
  }

  private static int status(UserTransaction user) {
    try {
      return user.getStatus();
    } catch (jakarta.transaction.SystemException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theRegistryIsAllowedEverywhere() throws Exception {
    orders.place(
        () ->
            assertThat(two.system.synchronizationRegistry().getTransactionStatus())
                .isEqualTo(Status.STATUS_ACTIVE));
  }

  @Test
  void aTransactionThatTheMethodLeavesBehindIsRolledBackAndReported() {
    assertThatThrownBy(
            () ->
                orders.without(
                    () -> {
                      manager.begin();
                      two.put("a");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("did not end it");
    two.assertWritten("a", false);
  }

  @Test
  void theCallersTransactionIsResumedEvenIfTheMethodLeavesOneBehind() throws Exception {
    manager.begin();
    Transaction caller = manager.getTransaction();
    two.put("a");
    assertThatThrownBy(() -> orders.without(manager::begin))
        .isInstanceOf(IllegalStateException.class);
    assertThat(manager.getTransaction()).isSameAs(caller);
    manager.commit();
    two.assertWritten("a", true);
  }

  @Test
  void theCallersTransactionIsResumedWhenTheRollbackOfTheInnerOneFails() throws Exception {
    manager.begin();
    Transaction caller = manager.getTransaction();
    two.put("a");
    two.left.script().once(Step.BEFORE_ROLLBACK, Script.fail(XAException.XAER_RMERR));
    assertThatThrownBy(
            () ->
                orders.aside(
                    () -> {
                      two.put("b");
                      throw new AssertionError("mine");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("mine");
    assertThat(manager.getTransaction()).isSameAs(caller);
    manager.commit();
    two.assertWritten("a", true);
    two.assertWritten("b", false);
  }

  @Test
  void aMethodThatEndsItsTransactionItselfIsTold() {
    assertThatThrownBy(() -> orders.place(manager::commit))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Leave that to the annotation");
    assertThatThrownBy(
            () ->
                orders.place(
                    () -> {
                      two.put("a");
                      Transaction suspended = manager.suspend();
                      assertThat(suspended).isNotNull();
                    }))
        .isInstanceOf(IllegalStateException.class);
    two.assertWritten("a", false);
  }

  @Test
  void aJoinedMethodThatLeavesItsCallersTransactionIsToldAndPutRight() throws Exception {
    manager.begin();
    Transaction caller = manager.getTransaction();
    two.put("a");
    assertThatThrownBy(
            () ->
                orders.place(
                    () -> {
                      Transaction unused = manager.suspend();
                      manager.begin();
                      two.put("b");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("did not end it");
    assertThat(manager.getTransaction()).isSameAs(caller);
    assertThatThrownBy(manager::commit).isInstanceOf(RollbackException.class);
    two.assertWritten("a", false);
    two.assertWritten("b", false);
  }

  @Test
  void aJoinedMethodThatEndsItsCallersTransactionIsTold() throws Exception {
    manager.begin();
    two.put("a");
    assertThatThrownBy(() -> orders.place(manager::rollback))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Leave that to the annotation");
    assertThatThrownBy(manager::commit).isInstanceOf(IllegalStateException.class);
    assertThat(manager.getTransaction()).isNull();
    two.assertWritten("a", false);
  }

  @Test
  void theTimeoutAndTheNameAreThoseOfTheOptions() throws Exception {
    orders.brief(() -> two.put("a"));
    orders.place(() -> two.put("b"));
    assertThat(two.begun.get(0).timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(two.begun.get(0).name()).isEqualTo("a brief order");
    assertThat(two.begun.get(1).timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(two.begun.get(1).name()).isEqualTo("OrdersBean.place");
  }

  @Test
  void anUnfinishedCommitReturnsAndIsHeard() throws Exception {
    two.right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    orders.place(() -> two.put("a"));
    assertThat(two.endings).containsExactly(TransactionEvent.Ending.COMMITTED_PENDING);
    two.system.recovery().scan();
    two.assertWritten("a", true);
  }

  @Test
  void aCallWithinTheImplementationIsNotSeen() throws Exception {
    orders.selfCalling(() -> assertThat(two.system.current()).isEmpty());
  }

  @Test
  void whatIsNotAnnotatedIsPassedOn() throws Exception {
    orders.plain(() -> assertThat(two.system.current()).isEmpty());
    assertThat(orders.greet()).isEqualTo("hello");
    OrdersBean bean = new OrdersBean();
    Orders one = two.system.transactional(Orders.class, bean);
    assertThat(one)
        .isEqualTo(two.system.transactional(Orders.class, bean))
        .isNotEqualTo(orders)
        .hasSameHashCodeAs(bean);
    assertThat(orders.toString()).contains("OrdersBean");
  }

  @Test
  void aStoppedSystemSaysSo() throws Exception {
    two.system.close();
    assertThatThrownBy(() -> orders.place(() -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopped");
  }

  // What the proxy would not see is refused when it is wired.

  interface Narrow {
    void seen();
  }

  static class Wide implements Narrow {
    @Override
    @Transactional
    public void seen() {}

    @Transactional
    public void unseen() {}
  }

  static class Hidden implements Narrow {
    @Override
    @Transactional
    public void seen() {
      own();
    }

    @Transactional
    private void own() {}
  }

  static class Fixed implements Narrow {
    @Override
    @Transactional
    public void seen() {}

    @Transactional
    static void fixed() {}
  }

  static class Nothing implements Narrow {
    @Override
    public void seen() {}
  }

  @Test
  void refusesAnAnnotationThatWouldHaveNoEffect() {
    assertRefused(new Wide(), "Wide.unseen is annotated");
    assertRefused(new Hidden(), "Hidden.own is annotated");
    assertRefused(new Fixed(), "Fixed.fixed is annotated");
    assertRefused(new Nothing(), "there is nothing to do");
    assertThatThrownBy(() -> two.system.transactional(Wide.class, new Wide()))
        .hasMessageContaining("is no interface");
  }

  private void assertRefused(Narrow implementation, String why) {
    assertThatThrownBy(() -> two.system.transactional(Narrow.class, implementation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}

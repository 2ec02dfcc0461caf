package dev.tutti.tm.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.InterceptionType;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every CDI container must do. */
abstract class CdiContract {

  @TempDir Path dir;
  private ScriptedResource left;
  private TransactionSystem tutti;
  private SeContainer cdi;
  private TransactionManager manager;
  private UserTransaction user;
  private Notebook notebook;
  private Memory memory;

  /** A container as an application starts it, with whatever it finds by itself. */
  abstract SeContainerInitializer initializer();

  @BeforeEach
  void start() throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .drain(Duration.ofMillis(100))
                .build(),
            left);
    cdi =
        initializer()
            .addBeanClasses(Memory.class, Notebook.class)
            .addExtensions(TransactionSystemBean.of(tutti))
            .initialize();
    manager = cdi.select(TransactionManager.class).get();
    user = cdi.select(UserTransaction.class).get();
    notebook = cdi.select(Notebook.class).get();
    memory = cdi.select(Memory.class).get();
  }

  @AfterEach
  void stop() {
    if (cdi.isRunning()) {
      cdi.close();
    }
    tutti.close();
  }

  private void begin() throws Exception {
    user.begin();
    memory.forget();
  }

  /** Begins with a timeout of a second and returns when it has rolled the transaction back. */
  private void beginAndOutlive() throws Exception {
    CountDownLatch rolledBack = new CountDownLatch(1);
    tutti.addListener(
        event -> {
          if (event instanceof TransactionEvent.Completed) {
            rolledBack.countDown();
          }
        });
    user.setTransactionTimeout(1);
    begin();
    user.setTransactionTimeout(0);
    tutti.current().orElseThrow().use(left).put("a", "1");
    rolledBack.await();
  }

  @Test
  void theSystemAndItsPartsAreBeans() throws Exception {
    assertThat(cdi.select(TransactionSystem.class).get()).isSameAs(tutti);
    TransactionSynchronizationRegistry registry =
        cdi.select(TransactionSynchronizationRegistry.class).get();
    user.begin();
    assertThat(manager.getTransaction()).isNotNull();
    assertThat(registry.getTransactionKey()).isNotNull();
    user.rollback();
    assertThat(manager.getTransaction()).isNull();
  }

  @Test
  void theEnginesOwnInterceptorsAndManagerAreNotThere() {
    for (TxType type : TxType.values()) {
      assertThat(
              cdi.getBeanManager()
                  .resolveInterceptors(InterceptionType.AROUND_INVOKE, new Bound(type)))
          .singleElement()
          .satisfies(i -> assertThat(i.getBeanClass().getName()).startsWith("dev.tutti."));
    }
    assertThat(cdi.getBeanManager().getBeans(TransactionManager.class)).hasSize(1);
    assertThat(cdi.getBeanManager().getBeans(UserTransaction.class)).hasSize(1);
  }

  @Test
  void aScopedBeanLivesAsLongAsItsTransaction() throws Exception {
    assertThatThrownBy(() -> notebook.note("outside"))
        .isInstanceOf(ContextNotActiveException.class);
    begin();
    notebook.note("one");
    notebook.note("two");
    assertThat(notebook.notes()).containsExactly("one", "two");
    assertThat(memory.heard()).doesNotContain("destroyed [one, two]");
    user.commit();
    assertThat(memory.heard()).contains("destroyed [one, two]");
    assertThatThrownBy(() -> notebook.notes()).isInstanceOf(ContextNotActiveException.class);

    begin();
    assertThat(notebook.notes()).isEmpty();
    user.rollback();
    assertThat(memory.heard()).contains("destroyed []");
  }

  @Test
  void aScopedBeanFollowsItsTransactionOverSuspendAndResume() throws Exception {
    begin();
    notebook.note("outer");
    Transaction suspended = manager.suspend();
    assertThatThrownBy(() -> notebook.notes()).isInstanceOf(ContextNotActiveException.class);
    user.begin();
    notebook.note("inner");
    assertThat(notebook.notes()).containsExactly("inner");
    user.commit();
    manager.resume(suspended);
    assertThat(notebook.notes()).containsExactly("outer");
    user.commit();
  }

  @Test
  void aScopedBeanIsThereWhenTheTransactionIsDoomedOrAboutToComplete() throws Exception {
    begin();
    notebook.note("one");
    List<String> atTheEnd = new ArrayList<>();
    manager
        .getTransaction()
        .registerSynchronization(
            new Synchronization() {
              @Override
              public void beforeCompletion() {
                atTheEnd.addAll(notebook.notes());
              }

              @Override
              public void afterCompletion(int status) {}
            });
    user.commit();
    assertThat(atTheEnd).containsExactly("one");

    begin();
    user.setRollbackOnly();
    notebook.note("doomed");
    assertThat(notebook.notes()).containsExactly("doomed");
    user.rollback();
    assertThat(memory.heard()).contains("destroyed [doomed]");
  }

  @Test
  void aTransactionWithoutCdiCodeHasTheScopeToo() {
    tutti.write(
        tx -> {
          notebook.note("facade");
          return notebook.notes().size();
        });
    assertThat(memory.heard()).contains("destroyed [facade]");
  }

  @Test
  void aTransactionThatTimedOutHasNoScope() throws Exception {
    beginAndOutlive();
    assertThatThrownBy(() -> notebook.notes()).isInstanceOf(ContextNotActiveException.class);
    user.rollback();
  }

  @Test
  void theScopeTellsItsBeginningAndEnd() throws Exception {
    memory.forget();
    user.begin();
    String id = tutti.current().orElseThrow().transactionId();
    assertThat(memory.heard()).containsExactly("initialized " + id);
    user.commit();
    assertThat(memory.heard())
        .containsExactly("initialized " + id, "before-destroyed " + id, "gone " + id);
  }

  @Test
  void observersWaitForTheirPhase() throws Exception {
    begin();
    memory.fire("x");
    assertThat(memory.observed()).containsExactly("in-progress x");
    user.commit();
    assertThat(memory.observed())
        .startsWith("in-progress x", "before-completion x")
        .contains("after-success x", "after-completion x")
        .hasSize(4);

    begin();
    memory.fire("y");
    user.rollback();
    assertThat(memory.observed())
        .startsWith("in-progress y")
        .contains("after-failure y", "after-completion y")
        .hasSize(3);
  }

  @Test
  void observersDoNotWaitWithoutATransaction() {
    memory.forget();
    memory.fire("x");
    assertThat(memory.observed()).hasSize(5);
  }

  @Test
  void nobodyHearsOfTheSuccessOfADoomedTransaction() throws Exception {
    begin();
    user.setRollbackOnly();
    memory.fire("x");
    user.rollback();
    assertThat(memory.observed())
        .contains("after-failure x", "after-completion x")
        .doesNotContain("after-success x");
  }

  @Test
  void nobodyHearsOfTheSuccessOfATransactionThatTimedOut() throws Exception {
    beginAndOutlive();
    memory.forget();
    memory.fire("x");
    user.rollback();
    assertThat(memory.observed()).contains("after-failure x").doesNotContain("after-success x");
  }

  @Test
  void nobodyHearsOfTheSuccessOfACommitThatWasRefused() throws Exception {
    begin();
    tutti.current().orElseThrow().use(left).put("a", "1");
    memory.fire("x");
    left.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_RBROLLBACK));
    assertThatThrownBy(user::commit).isInstanceOf(RollbackException.class);
    assertThat(memory.observed()).contains("after-failure x").doesNotContain("after-success x");
  }

  @Test
  void withoutASystemTheDeploymentSaysWhatToDo() {
    cdi.close();
    assertThatThrownBy(
            () -> initializer().addBeanClasses(Notebook.class, Memory.class).initialize())
        .hasStackTraceContaining("no bean of type dev.tutti.tm.TransactionSystem")
        .hasStackTraceContaining("TransactionSystemBean.of(system)");
  }

  @SuppressWarnings("serial")
  private static final class Bound extends AnnotationLiteral<Transactional>
      implements Transactional {
    private final TxType type;

    private Bound(TxType type) {
      this.type = type;
    }

    @Override
    public TxType value() {
      return type;
    }

    @Override
    public Class<?>[] rollbackOn() {
      return new Class<?>[0];
    }

    @Override
    public Class<?>[] dontRollbackOn() {
      return new Class<?>[0];
    }
  }
}

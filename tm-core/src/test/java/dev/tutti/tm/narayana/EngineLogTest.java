package dev.tutti.tm.narayana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.spi.HandleClosedException;
import dev.tutti.tm.testing.ScriptedResource;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine says of threads is nothing: an operator reads our one line, and no stacks. */
class EngineLogTest {

  /** Held: the JVM forgets loggers that nobody holds. */
  private static final Logger ENGINE = Logger.getLogger("com.arjuna");

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Handler capture =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          said.add(record.getLevel() + " " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir Path dir;
  private Level before;
  private ScriptedResource source;
  private TransactionSystem tutti;
  private TransactionManager manager;

  @BeforeEach
  void start() throws IOException {
    before = ENGINE.getLevel();
    ENGINE.setLevel(Level.WARNING);
    ENGINE.setUseParentHandlers(false);
    ENGINE.addHandler(capture);
    source = new ScriptedResource("left", dir.resolve("left"));
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .drain(Duration.ofMillis(50))
                .build(),
            source);
    manager = tutti.transactionManager();
  }

  @AfterEach
  void stop() {
    tutti.close();
    ENGINE.removeHandler(capture);
    ENGINE.setUseParentHandlers(true);
    ENGINE.setLevel(before);
  }

  private void put() {
    tutti.current().orElseThrow().use(source).put("a", "1");
  }

  @Test
  void theCaptureHears() {
    ENGINE.warning("heard");
    assertThat(said).containsExactly("WARNING heard");
  }

  @Test
  void aTimeoutThatRollsBackUnderItsThread() {
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      put();
                      Deadline.pass(manager);
                      return 1;
                    }))
        .isInstanceOf(TransactionTimeoutException.class);
    assertThat(said).isEmpty();
  }

  @Test
  void aCommitThatIsRefusedWhileAnotherThreadWorks() {
    CountDownLatch finish = new CountDownLatch(1);
    try {
      assertThatThrownBy(
              () ->
                  tutti.write(
                      tx -> {
                        put();
                        CountDownLatch begun = new CountDownLatch(1);
                        CompletableFuture<?> unused =
                            CompletableFuture.runAsync(
                                () -> {
                                  begun.countDown();
                                  await(finish);
                                },
                                tutti.contextual(command -> new Thread(command, "late").start()));
                        await(begun);
                        return 1;
                      }))
          .isInstanceOf(RolledBackException.class)
          .hasMessageContaining("refused while thread 'late' still worked in the transaction");
    } finally {
      finish.countDown();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void aRollbackByAnotherThread() throws Exception {
    manager.begin();
    put();
    Transaction transaction = manager.getTransaction();
    CompletableFuture.runAsync(
            () -> {
              try {
                transaction.rollback();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            })
        .get();
    assertThat(said).isEmpty();
    assertThatThrownBy(this::put).isInstanceOf(HandleClosedException.class);
    assertThatThrownBy(manager::rollback)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it is ended once");
    manager.begin();
    manager.rollback();
    assertThat(source.server().committed()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

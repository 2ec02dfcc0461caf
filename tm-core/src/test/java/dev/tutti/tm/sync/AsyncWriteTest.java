package dev.tutti.tm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.outcome.Receipt;
import dev.tutti.tm.testing.ScriptedResource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes on other threads. */
class AsyncWriteTest {

  @TempDir Path dir;
  private ScriptedResource stock;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws IOException {
    stock = new ScriptedResource("stock", dir.resolve("stock"));
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .build(),
            stock);
  }

  @AfterEach
  void stop() {
    tutti.close();
  }

  private WriteOperation<Thread, IOException> put(String key) {
    return tx -> {
      tx.use(stock).put(key, "s");
      return Thread.currentThread();
    };
  }

  @Test
  void usesTheCallersExecutor() {
    List<Thread> used = new ArrayList<>();
    CompletionStage<Receipt<Thread>> stage =
        tutti.writeAsync(
            WriteOptions.none(),
            task -> {
              used.add(Thread.currentThread());
              task.run();
            },
            put("a"));
    Receipt<Thread> receipt = stage.toCompletableFuture().join();
    assertThat(receipt.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(used).containsExactly(Thread.currentThread());
    assertThat(tutti.current()).isEmpty();
  }

  @Test
  void withoutAnExecutorUsesAThreadOfItsOwnVirtualWhereThereAreAny() throws Exception {
    Receipt<Thread> receipt =
        tutti.writeAsync(WriteOptions.none(), put("a")).toCompletableFuture().join();
    Thread used = receipt.result().orElseThrow();
    assertThat(used).isNotSameAs(Thread.currentThread());
    assertThat(used.isDaemon()).isTrue();
    if (Runtime.version().feature() >= 21) {
      assertThat(Thread.class.getMethod("isVirtual").invoke(used)).isEqualTo(true);
    }
  }

  @Test
  void manyAtOnceAllCommit() {
    List<CompletableFuture<Receipt<Thread>>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(tutti.writeAsync(WriteOptions.none(), put("k" + i)).toCompletableFuture());
    }
    all.forEach(f -> assertThat(f.join().outcome()).isEqualTo(Outcome.COMMITTED));
    assertThat(stock.server().committed()).hasSize(100);
  }

  @Test
  void theExceptionOfTheOperationIsTheStages() {
    IOException mine = new IOException("mine");
    assertThatThrownBy(
            () ->
                tutti
                    .writeAsync(
                        WriteOptions.none(),
                        tx -> {
                          throw mine;
                        })
                    .toCompletableFuture()
                    .join())
        .isInstanceOf(CompletionException.class)
        .hasCause(mine);
  }

  @Test
  void cancellingTheStageEndsTheWaitNotTheWrite() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    CompletableFuture<Receipt<String>> stage =
        tutti
            .writeAsync(
                WriteOptions.none(),
                tx -> {
                  tx.use(stock).put("a", "s");
                  inside.countDown();
                  go.await();
                  interrupted.set(Thread.currentThread().isInterrupted());
                  return "";
                })
            .toCompletableFuture();
    inside.await();
    assertThat(stage.cancel(true)).isTrue();
    go.countDown();
    await().until(() -> stock.server().committed().containsKey("a"));
    assertThat(interrupted.get()).isFalse();
    assertThat(stage.isCancelled()).isTrue();
    await().until(() -> tutti.recovery().scan().isClean());
  }

  @Test
  void anExecutorThatRefusesIsTheCallersToKnow() {
    assertThatThrownBy(
            () ->
                tutti.writeAsync(
                    WriteOptions.none(),
                    task -> {
                      throw new RejectedExecutionException("full");
                    },
                    put("a")))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("full");
    assertThat(stock.server().committed()).isEmpty();
  }

  @Test
  void onAStoppedSystemItIsAClearException() {
    tutti.close();
    assertThatThrownBy(
            () -> tutti.writeAsync(WriteOptions.none(), put("a")).toCompletableFuture().join())
        .hasStackTraceContaining("stopped");
  }
}

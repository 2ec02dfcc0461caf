package dev.tutti.tm.transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tutti.tm.spi.TransactionEvent;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualThreadsTest {

  private static final int TRANSACTIONS = 2_000;

  /** From this version on a monitor no longer pins; what is left is the loading of classes. */
  private static final int MONITORS_DO_NOT_PIN = 24;

  interface Orders {
    void place(Runnable work);

    CompletionStage<Void> placeLater(Executor threads, Runnable work);
  }

  /** With a timeout that a slow machine does not reach: all of them wait for the last. */
  @TransactionOptions(timeout = "PT10M")
  static final class OrdersBean implements Orders {
    private final TwoSources two;

    OrdersBean(TwoSources two) {
      this.two = two;
    }

    @Override
    @Transactional
    public void place(Runnable work) {
      work.run();
    }

    @Override
    @Transactional
    public CompletionStage<Void> placeLater(Executor threads, Runnable work) {
      return CompletableFuture.runAsync(work, two.system.contextual(threads));
    }
  }

  @TempDir Path dir;

  @BeforeEach
  void onlyWhereThePlatformHasThem() {
    assumeTrue(Runtime.version().feature() >= 21, "virtual threads need Java 21");
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @Test
  void thousandsOfTransactionsAtTheSameTimeDoNotPinAndDoNotLeak() throws Exception {
    try (TwoSources two = new TwoSources(dir.resolve("sources"));
        Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO).withStackTrace();
      Orders orders = two.system.transactional(Orders.class, new OrdersBean(two));
      ExecutorService threads = virtualThreads();
      threads.submit(() -> orders.place(() -> two.put("first"))).get();
      recording.start();
      CountDownLatch allInside = new CountDownLatch(TRANSACTIONS);
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < TRANSACTIONS; i++) {
        String key = "k" + i;
        calls.add(
            threads.submit(
                () ->
                    orders.place(
                        () -> {
                          two.put(key);
                          allInside.countDown();
                          await(allInside);
                        })));
      }
      for (Future<?> call : calls) {
        call.get();
      }
      List<CompletableFuture<Void>> stages = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String key = "later" + i;
        stages.add(orders.placeLater(threads, () -> two.put(key)).toCompletableFuture());
      }
      for (CompletableFuture<Void> stage : stages) {
        stage.get();
      }
      threads.shutdown();
      recording.stop();

      int all = 1 + TRANSACTIONS + 100;
      assertThat(two.left.server().committed()).hasSize(all);
      assertThat(two.right.server().committed()).hasSize(all);
      assertThat(two.begun).hasSize(all);
      assertThat(two.endings).hasSize(all).containsOnly(TransactionEvent.Ending.COMMITTED);
      assertThat(two.system.recovery().scan().isClean()).isTrue();
      assertNotPinned(recording);
    }
  }

  private void assertNotPinned(Recording recording) throws Exception {
    Path file = dir.resolve("pinned.jfr");
    recording.dump(file);
    List<RecordedEvent> pinned = RecordingFile.readAllEvents(file);
    System.getLogger("tutti").log(System.Logger.Level.INFO, "pinned " + pinned.size() + " times");
    if (Runtime.version().feature() >= MONITORS_DO_NOT_PIN) {
      assertThat(pinned.size()).as("does not grow with the load").isLessThan(TRANSACTIONS / 20);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

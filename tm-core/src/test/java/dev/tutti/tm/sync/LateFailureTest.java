package dev.tutti.tm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tutti.tm.branch.EventHub;
import dev.tutti.tm.branch.LiveTransaction;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.testing.IdleEngine;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A driver's own bound ends the work at the deadline, and no watch has come to it yet. */
class LateFailureTest {

  @Test
  void theCallerHearsTheDriverAndTheTimeout() {
    SQLTimeoutException driver = new SQLTimeoutException("canceled");
    Throwable thrown = catchThrowable(() -> write(Duration.ZERO, driver));
    assertThat(thrown).isSameAs(driver);
    assertThat(thrown.getSuppressed())
        .hasSize(1)
        .hasOnlyElementsOfType(TransactionTimeoutException.class);
  }

  @Test
  void aFailureBeforeTheDeadlineStaysWhatItIs() {
    SQLTimeoutException driver = new SQLTimeoutException("canceled");
    assertThat(catchThrowable(() -> write(Duration.ofHours(1), driver))).isSameAs(driver);
    assertThat(driver.getSuppressed()).isEmpty();
  }

  private static void write(Duration left, SQLTimeoutException failure) throws Exception {
    new AtomicWriter(new Unwatched(left), any -> true, Optional.empty(), left, Runnable::run)
        .write(
            WriteOptions.none(),
            tx -> {
              throw failure;
            });
  }

  /** An engine without a watch. */
  private static final class Unwatched implements TransactionRunner {
    private final Duration left;
    private @Nullable LiveTransaction live;

    private Unwatched(Duration left) {
      this.left = left;
    }

    @Override
    public LiveTransaction begin(String name, Duration timeout) {
      live =
          new LiveTransaction(
              "tx", name, left, false, Duration.ZERO, new EventHub(List.of()), new IdleEngine());
      return live;
    }

    @Override
    public void rollback() {
      live.finish(false);
    }

    @Override
    public void commit() {
      live.finish(true);
    }

    @Override
    public boolean isActive() {
      return false;
    }

    @Override
    public void leftUnfinished() {}
  }
}

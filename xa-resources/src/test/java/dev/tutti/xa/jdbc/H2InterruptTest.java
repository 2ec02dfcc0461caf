package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2InterruptTest {

  @TempDir Path directory;

  @Test
  void anInterruptedThreadKeepsItsInterruptAndTheDatabaseItsFile() throws Exception {
    try (JdbcResource orders = H2Fixture.open(directory)) {
      HandTransaction transaction = new HandTransaction("t1");
      Thread.currentThread().interrupt();
      H2Fixture.insert(orders.join(transaction), 1);
      transaction.commit();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(H2Fixture.count(orders)).isEqualTo(1);
    }
  }

  @Test
  void aShowerOfInterruptsDoesNotCloseTheDatabase() throws Exception {
    try (JdbcResource orders = H2Fixture.open(directory)) {
      AtomicBoolean done = new AtomicBoolean();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      Thread worker =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 200; i++) {
                    HandTransaction transaction = new HandTransaction("t" + i);
                    H2Fixture.insert(orders.join(transaction), i);
                    transaction.commit();
                  }
                } catch (Throwable e) {
                  failure.set(e);
                } finally {
                  done.set(true);
                }
              });
      worker.start();
      while (!done.get()) {
        worker.interrupt();
        LockSupport.parkNanos(200_000);
      }
      worker.join();
      assertThat(failure.get()).isNull();
      assertThat(H2Fixture.count(orders)).isEqualTo(200);
    }
    try (JdbcResource orders = H2Fixture.open(directory)) {
      assertThat(H2Fixture.count(orders)).isEqualTo(200);
    }
  }
}

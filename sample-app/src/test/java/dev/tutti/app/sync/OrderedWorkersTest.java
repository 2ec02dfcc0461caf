package dev.tutti.app.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrderedWorkersTest {

  @Test
  void recordsOfOneKeyKeepTheirOrderAndOthersRunBeside() throws Exception {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch two = new CountDownLatch(2);
    try (OrderedWorkers workers = new OrderedWorkers(4)) {
      // Each waits for the other: they pass only if they run at once.
      workers.submit(List.of("a"), () -> meet(two));
      workers.submit(List.of("b"), () -> meet(two));
      for (int i = 0; i < 200; i++) {
        int number = i;
        workers.submit(List.of("c", "d" + i), () -> order.add(number));
      }
    }
    assertThat(two.getCount()).isZero();
    assertThat(order).hasSize(200).isSorted();
  }

  private static void meet(CountDownLatch latch) {
    latch.countDown();
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

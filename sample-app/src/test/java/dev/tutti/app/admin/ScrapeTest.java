package dev.tutti.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.recovery.PhaseTimes;
import dev.tutti.tm.recovery.RecoveryAdmin;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.Step;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads, and what a supervisor is told. */
class ScrapeTest {

  @TempDir Path dir;

  @Test
  void eachScrapeIsTheNodeAsOfNow() throws Exception {
    try (Node node = new Node(dir)) {
      Scrape scrape = new Scrape(node.tutti.recovery());
      assertThat(scrape.text()).contains("tutti_transactions_total{outcome=\"committed\"} 0.0");
      node.write("a");
      node.write("b");

      assertThat(scrape.text())
          .contains("tutti_transactions_total{outcome=\"committed\"} 2.0")
          .contains("# TYPE tutti_transactions_total counter")
          .contains("# TYPE tutti_branch_prepare_seconds histogram")
          .contains("tutti_branch_commit_seconds_count{resource=\"left\"} 2")
          .contains("tutti_resource_reachable{resource=\"right\"} 1.0")
          .doesNotContain("tutti_postgresql");
      assertThat(new Scrape(node.client()).text())
          .as("of another process")
          .contains("tutti_transactions_total{outcome=\"committed\"} 2.0");
    }
  }

  @Test
  void theHistogramIsTheNodesOwn() throws Exception {
    try (Node node = new Node(dir)) {
      node.right
          .script()
          .once(
              Step.BEFORE_COMMIT,
              () -> {
                long end = System.nanoTime() + Duration.ofMillis(30).toNanos();
                while (System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
              });
      node.write("a");
      node.write("b");
      String text = new Scrape(node.tutti.recovery()).text();

      PhaseTimes commit = node.tutti.recovery().vitals().resources().get(1).commit();
      for (PhaseTimes.Bucket bucket : commit.buckets()) {
        assertThat(text)
            .contains(
                "tutti_branch_commit_seconds_bucket{resource=\"right\",le=\""
                    + bucket.atMostNanos() / 1e9
                    + "\"} "
                    + bucket.count());
      }
      assertThat(text)
          .contains("tutti_branch_commit_seconds_bucket{resource=\"right\",le=\"+Inf\"} 2")
          .contains(
              "tutti_branch_commit_seconds_sum{resource=\"right\"} " + commit.totalNanos() / 1e9);
    }
  }

  @Test
  void aHangingSourceHoldsNoScrapeUp() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    try (Node node = new Node(dir)) {
      node.right
          .script()
          .once(
              Step.RECOVER,
              () -> {
                asked.countDown();
                try {
                  answered.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      Thread pass = new Thread(() -> node.tutti.recovery().scan());
      pass.start();
      asked.await();
      try {
        assertThat(new Scrape(node.client()).text()).contains("tutti_recovery_passes_total 1.0");
        assertThat(node.client().health().live().ok()).isTrue();
        assertThat(pass.isAlive()).as("it still waits").isTrue();
      } finally {
        answered.countDown();
        pass.join();
      }
    }
  }

  @Test
  void healthIsYesOrWhyNot() throws Exception {
    RecoveryAdmin outside;
    try (Node node = new Node(dir)) {
      outside = node.client();
      assertThat(outside.health().live().ok()).isTrue();
      assertThat(outside.health().ready().ok()).isTrue();

      node.left.identity("another");
      node.tutti.recovery().scan();
      assertThat(outside.health().ready().ok()).isFalse();
      assertThat(outside.health().ready().reasons())
          .singleElement()
          .asString()
          .contains("left: this is another server");
      assertThat(outside.health().live().ok()).isTrue();
      node.tutti.recovery().acceptIdentity("left");
      assertThat(outside.health().ready().ok()).isTrue();

      node.tutti.recovery().drain(Duration.ZERO, line -> {});
      assertThat(outside.health().ready().reasons().toString()).contains("drained");
      assertThat(outside.health().live().ok()).isTrue();
    }
    assertThatThrownBy(outside::health).as("it is gone").isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> new Scrape(outside)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void anUnreachableSourceIsToldAndDoesNotStopNewWork() throws Exception {
    try (Node node = new Node(dir)) {
      node.right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
      node.right.script().at(Step.OPEN_RECOVERY, Script.fail(XAException.XAER_RMFAIL));
      node.write("a");
      node.tutti.recovery().scan();

      assertThat(new Scrape(node.tutti.recovery()).text())
          .contains("tutti_resource_reachable{resource=\"right\"} 0.0")
          .contains("tutti_transactions_total{outcome=\"committed_pending\"} 1.0")
          .contains("tutti_in_doubt 1.0")
          .contains("tutti_in_doubt_branches{state=\"waiting\"} 1.0");
      assertThat(node.tutti.recovery().health().ready().ok()).isTrue();
    }
  }
}

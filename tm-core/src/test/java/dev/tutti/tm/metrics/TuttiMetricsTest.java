package dev.tutti.tm.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The meters show what the system did, in any registry. */
class TuttiMetricsTest {

  @TempDir Path dir;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private ScriptedResource left;
  private ScriptedResource right;
  private TransactionSystem tutti;

  @BeforeEach
  void start() throws IOException {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .build(),
            left,
            right);
    // Each reading is one of now.
    new TuttiMetrics(() -> tutti.recovery().vitals(), Tags.of("app", "a")).bindTo(registry);
  }

  @AfterEach
  void stop() {
    tutti.close();
  }

  private String write(String key, Outcome expected) {
    var receipt =
        tutti.write(
            tx -> {
              tx.use(left).put(key, "l");
              tx.use(right).put(key, "r");
              return "";
            });
    assertThat(receipt.outcome()).isEqualTo(expected);
    return receipt.transactionId();
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  @Test
  void whatHappensIsCountedUnderItsOutcome() {
    double forces = counter("tutti.log.forces");
    write("a", Outcome.COMMITTED);
    write("b", Outcome.COMMITTED);

    assertThat(counter("tutti.transactions", "outcome", "committed", "app", "a")).isEqualTo(2);
    assertThat(counter("tutti.transactions", "outcome", "rolled_back")).isZero();
    assertThat(counter("tutti.log.forces")).isEqualTo(forces + 2);
    var prepare = registry.get("tutti.branch.prepare").tag("resource", "left").functionTimer();
    assertThat(prepare.count()).isEqualTo(2);
    // It comes back from seconds, in floating point.
    assertThat(prepare.totalTime(TimeUnit.NANOSECONDS))
        .isCloseTo(
            (double) tutti.recovery().vitals().resources().get(0).prepare().totalNanos(),
            within(0.5));
    assertThat(registry.get("tutti.branch.commit").tag("resource", "right").functionTimer().count())
        .isEqualTo(2);
    assertThat(gauge("tutti.log.free")).isPositive();
    assertThat(gauge("tutti.live")).isEqualTo(1);
    assertThat(gauge("tutti.ready")).isEqualTo(1);
  }

  @Test
  void whatIsInDoubtAndHeldIsSeenAfterAPass() {
    right.script().once(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
    right.reachable(true);
    right.script().at(Step.OPEN_RECOVERY, Script.fail(XAException.XAER_RMFAIL));
    write("a", Outcome.COMMITTED_PENDING);
    tutti.recovery().scan();

    assertThat(gauge("tutti.in.doubt")).isEqualTo(1);
    assertThat(gauge("tutti.in.doubt.branches", "state", "waiting")).isEqualTo(1);
    assertThat(gauge("tutti.in.doubt.branches", "state", "lost_node")).isZero();
    assertThat(gauge("tutti.resource.reachable", "resource", "right")).isZero();
    assertThat(gauge("tutti.resource.reachable", "resource", "left")).isEqualTo(1);
    assertThat(gauge("tutti.held")).isZero();
    await().until(() -> gauge("tutti.in.doubt.oldest") > 0.01);

    right.script().calm();
    left.identity("another");
    tutti.recovery().scan();
    assertThat(gauge("tutti.in.doubt")).isZero();
    assertThat(gauge("tutti.in.doubt.oldest")).isZero();
    assertThat(gauge("tutti.held")).isEqualTo(1);
    assertThat(gauge("tutti.ready")).isZero();
    assertThat(gauge("tutti.live")).isEqualTo(1);
    assertThat(counter("tutti.recovery.branches", "outcome", "committed")).isEqualTo(1);
  }

  @Test
  void nobodyHasToHoldWhatTheMetersAreMadeOf() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    await()
        .until(
            () -> {
              System.gc();
              return garbage.get() == null;
            });
    write("a", Outcome.COMMITTED);

    assertThat(counter("tutti.transactions", "outcome", "committed")).isEqualTo(1);
    assertThat(gauge("tutti.ready")).isEqualTo(1);
    assertThat(registry.get("tutti.branch.commit").tag("resource", "left").functionTimer().count())
        .isEqualTo(1);
  }

  @Test
  void noTagHoldsATransaction() {
    String id = write("a", Outcome.COMMITTED);

    assertThat(registry.getMeters()).isNotEmpty();
    for (Meter meter : registry.getMeters()) {
      assertThat(meter.getId().getName()).startsWith("tutti.");
      assertThat(meter.getId().getTags())
          .extracting(Tag::getKey)
          .isSubsetOf("app", "outcome", "resource", "state");
      assertThat(meter.getId().getTags()).extracting(Tag::getValue).doesNotContain(id);
      assertThat(meter.getId().getDescription()).isNotBlank();
    }
  }

  @Test
  void metersThatAreReadTogetherShareASnapshot() {
    int[] taken = {0};
    SimpleMeterRegistry other = new SimpleMeterRegistry();
    Snapshot shared =
        new Snapshot(
            () -> {
              taken[0]++;
              return tutti.recovery().vitals();
            });
    new TuttiMetrics(shared, Tags.empty()).bindTo(other);
    int bound = taken[0];
    long from = System.nanoTime();
    other.getMeters().forEach(meter -> meter.measure().forEach(m -> m.getValue()));
    long halfSeconds = 1 + (System.nanoTime() - from) / TimeUnit.MILLISECONDS.toNanos(500);

    assertThat(taken[0] - bound).isLessThanOrEqualTo((int) halfSeconds);
    assertThat(other.getMeters()).hasSizeGreaterThan(20);
  }
}

package dev.tutti.tm.recovery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.log.Store;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is waited for, and how long. */
class RollCallTest {

  private static final Duration BOUND = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path dir;
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final Backoff backoff = new Backoff();
  private ScriptedResource left;
  private ScriptedResource right;
  private Store store;
  private RollCall rollCall;

  @BeforeEach
  void open() throws Exception {
    left = new ScriptedResource("left", dir.resolve("left"));
    right = new ScriptedResource("right", dir.resolve("right"));
    store = Store.open(dir.resolve("store"), "test");
    rollCall = rollCall(BOUND);
  }

  private RollCall rollCall(Duration bound) {
    return new RollCall(new Registry(List.of(left, right)), new Identities(store), backoff, bound);
  }

  @AfterEach
  void close() {
    goOn.countDown();
    rollCall.close();
    store.close();
    // A thread ends a moment after its pool.
    await().untilAsserted(() -> assertThat(questions()).isEmpty());
    assertThat(left.recoveryConnections() + right.recoveryConnections()).isZero();
  }

  @Test
  void aPromptAnswerDoesNotWaitForALateOne() {
    left.script().at(Step.RECOVERED, this::hang);
    try (RollCall patient = rollCall(LONG);
        Round round = patient.begin(true, true)) {
      Round.Wave prompt = round.next();
      assertThat(took(prompt)).containsExactly("Listed right");
      assertThat(prompt.pending()).containsExactly("left");
      goOn.countDown();
      assertThat(drained(round)).containsExactly("Listed left");
    }
  }

  @Test
  void whoIsLateCountsAsSilentAndItsAnswerIsDropped() {
    left.script().once(Step.RECOVERED, this::hang);
    assertThat(all(true)).containsExactlyInAnyOrder("Listed right", "Silent left");
    goOn.countDown();
    await().until(() -> left.recoveryConnections() == 0);
    assertThat(all(true)).containsExactlyInAnyOrder("Listed right", "Listed left");
  }

  @Test
  void whoHangsIsNotAskedAgainUntilItHasAnswered() {
    left.script().at(Step.OPEN_RECOVERY, this::hang);
    for (int i = 0; i < 5; i++) {
      assertThat(all(i % 2 == 0)).containsExactlyInAnyOrder("Listed right", "Silent left");
    }
    assertThat(left.script().calls()).containsExactly("open-recovery");
    assertThat(questions().stream().filter(t -> t.getState() == Thread.State.WAITING))
        .as("threads, of which one hangs")
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void anEagerPassWaitsForTheOldQuestionAndAsksAnew() {
    left.script().once(Step.RECOVERED, this::hang);
    assertThat(all(true)).contains("Silent left");
    try (Round round = rollCall.begin(true, true)) {
      goOn.countDown();
      assertThat(drained(round)).containsExactlyInAnyOrder("Listed right", "Listed left");
    }
    assertThat(left.script().calls().stream().filter("recover"::equals)).hasSize(2);
  }

  @Test
  void whoRestsIsNotAsked() {
    backoff.failed("left", "silent");
    assertThat(all(false)).containsExactlyInAnyOrder("Listed right", "Resting left");
    assertThat(left.script().calls()).isEmpty();
    assertThat(all(true)).containsExactlyInAnyOrder("Listed right", "Listed left");
  }

  @Test
  void whoAnsweredTooLateIsWaitedForAgain() {
    left.script().once(Step.RECOVERED, this::hang);
    assertThat(all(true)).contains("Silent left");
    backoff.failed("left", "silent");
    assertThat(all(false)).contains("Resting left");
    goOn.countDown();
    await().until(() -> left.recoveryConnections() == 0);
    await().until(() -> all(false).contains("Listed left"));
    assertThat(backoff.isSuspect("left")).isFalse();
    assertThat(backoff.answered("left")).as("and nobody has been told so far").isTrue();
  }

  private void hang() {
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> all(boolean eager) {
    try (Round round = rollCall.begin(eager, true)) {
      return drained(round);
    }
  }

  private static List<String> drained(Round round) {
    List<String> answers = new ArrayList<>();
    Round.Wave wave;
    do {
      wave = round.next();
      answers.addAll(took(wave));
    } while (!wave.pending().isEmpty());
    return answers;
  }

  /** As a pass would, but using nothing. */
  private static List<String> took(Round.Wave wave) {
    return wave.answers().stream()
        .map(
            answer -> {
              answer.discard();
              return answer.getClass().getSimpleName() + ' ' + answer.resource();
            })
        .toList();
  }

  private static List<Thread> questions() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("tutti-recovery-question"))
        .toList();
  }
}

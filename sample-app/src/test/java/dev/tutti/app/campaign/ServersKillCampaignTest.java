package dev.tutti.app.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tutti.app.servers.Outside;
import dev.tutti.app.servers.RealSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments of a sync to PostgreSQL, MySQL, MariaDB and Artemis, in three rounds of
 * ten of one of these too. After each round a judge reads all sources: they hold the same orders,
 * each as it should be and once; nothing of ours is prepared anywhere, the log is empty, and
 * another application's prepared branches are as they were.
 *
 * <p>{@code -Dtutti.servers.rounds=100} is the long run, {@code -Dtutti.servers.seed} repeats one.
 */
@Tag("campaign")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class ServersKillCampaignTest {

  private static final int ROUNDS = Integer.getInteger("tutti.servers.rounds", 1);
  private static final long SEED = Long.getLong("tutti.servers.seed", System.nanoTime());
  private static final int LEAST_RECORDS = 150;
  private static final int MORE_RECORDS = 350;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration TICK = Duration.ofMillis(3);

  private final ObjectMapper json = new ObjectMapper();
  private final Random random = new Random(SEED);
  private final Rounds rounds = new Rounds();
  @TempDir Path dir;
  private RealSet set;
  private Judge judge;
  private Progress progress;
  private Map<String, String> environment;
  private Path config;
  private Path file;
  private long first = 1;
  private long last;
  private Duration start = Duration.ofSeconds(3);
  private long promised;
  private boolean promiseIsExact;

  @Test
  void killedAtAnyMomentWithAnyServerItEndsEverywhereOrNowhereAndGoesOn() throws Exception {
    System.out.println("servers' campaign: " + ROUNDS + " rounds, seed " + SEED);
    long from = System.nanoTime();
    try (RealSet servers = RealSet.start(dir.resolve("servers"));
        Progress counted = new Progress(servers)) {
      set = servers;
      progress = counted;
      judge = new Judge(servers);
      environment = ServersConfig.environment(servers);
      config = ServersConfig.file(dir, servers);
      for (Outside server : set.outside()) {
        server.plantForeign();
      }
      nextFile();
      for (int round = 1; round <= ROUNDS; round++) {
        Strike strike = Strike.next(random, round, ROUNDS, set.outside().size());
        String about = "round " + round + ", seed " + SEED + ", " + strike;
        strike(strike);
        recover(strike, about);
        check(about);
      }
      finish();
    }
    System.out.println(
        rounds.summary(
            ROUNDS
                + " rounds, "
                + last
                + " records, seed "
                + SEED
                + ", "
                + Duration.ofNanos(System.nanoTime() - from).toSeconds()
                + " s"));
  }

  private void nextFile() throws Exception {
    first = last + 1;
    last += LEAST_RECORDS + random.nextInt(MORE_RECORDS);
    file = Order.file(dir.resolve("orders.jsonl"), first, last - first + 1);
  }

  private Child sync() throws Exception {
    return tutti("sync", "--json", file.toString());
  }

  private Child tutti(String command, String... rest) throws Exception {
    String[] args = new String[rest.length + 5];
    args[0] = command;
    args[1] = "--config";
    args[2] = config.toString();
    args[3] = "--data";
    args[4] = dir.resolve("data").toString();
    System.arraycopy(rest, 0, args, 5, rest.length);
    return Child.start(dir, environment, args);
  }

  /** A run of sync that is struck down. */
  private void strike(Strike strike) throws Exception {
    rounds.struck(strike);
    if (strike.moment() == Strike.Moment.RECOVERY) {
      strike(new Strike(Strike.Moment.STEADY, strike.part(), Strike.Server.LIVES, 0));
    }
    long before = progress.orders();
    Awaitility.await("the sessions of the one before to end")
        .atMost(LIMIT)
        .until(() -> progress.sessions() == 0);
    long from = System.nanoTime();
    try (Child child = sync()) {
      switch (strike.moment()) {
        case STARTUP -> child.endsWithin(part(start, strike));
        case RECOVERY -> {
          await(child, () -> progress.sessions() > 0);
          child.endsWithin(part(Duration.ofMillis(300), strike));
        }
        case STEADY -> {
          long target = before + 1 + (long) (strike.part() * Math.max(0, last - before - 1));
          await(child, () -> progress.orders() > before);
          start = Duration.ofNanos(System.nanoTime() - from);
          await(child, () -> progress.orders() >= target);
        }
        case SHUTDOWN -> {
          await(child, () -> progress.orders() >= last);
          child.endsWithin(part(Duration.ofMillis(400), strike));
        }
      }
      rounds.killedAt((double) (progress.orders() - first + 1) / (last - first + 1));
      end(child, strike, before);
    }
  }

  private static Duration part(Duration whole, Strike strike) {
    return Duration.ofMillis((long) (whole.toMillis() * strike.part()));
  }

  private void await(Child child, BooleanSupplier moment) {
    Awaitility.await("the moment to strike")
        .pollDelay(Duration.ZERO)
        .pollInterval(TICK)
        .atMost(LIMIT)
        .until(() -> moment.getAsBoolean() || !child.alive());
  }

  private void end(Child child, Strike strike, long before) throws Exception {
    Outside victim = set.outside().get(strike.victim());
    switch (strike.server()) {
      case LIVES -> child.kill();
      case DIES_TOO, STAYS_AWAY -> {
        child.kill();
        victim.server().kill();
      }
      case DIES_ALONE -> {
        victim.server().kill();
        Child.Ended ended = child.end(LIMIT);
        rounds.endedByItself();
        System.out.println("under dead " + victim.server().name() + " it ended: " + ended);
        // It says that all is well only at the end of its file; and it calls no record wrong.
        JsonNode report = json.readTree(ended.out());
        boolean well = report.path("complete").asBoolean() && report.path("pending").asInt() == 0;
        assertThat(ended.exit() != 0 || well).as(ended.toString()).isTrue();
        assertThat(report.path("rejected").asInt(-1)).as(ended.toString()).isZero();
        // Its word: so many are there when recovery is done, unless it says that it cannot know.
        promised = before + report.path("committed").asInt() + report.path("pending").asInt();
        promiseIsExact = !ended.err().contains("the outcome is not known");
      }
    }
  }

  /** Starts the process again, which finishes everything by itself. */
  private void recover(Strike strike, String about) throws Exception {
    if (strike.server() == Strike.Server.STAYS_AWAY) {
      Child.Ended without = verify();
      assertThat(without.exit()).as(about + ": " + without).isNotZero();
    }
    set.startAll();
    int branches = judge.inDoubt().size();
    rounds.leftInDoubt(branches);
    long from = System.nanoTime();
    try (Child child = tutti("verify", "--json")) {
      if (branches > 0) {
        Awaitility.await(about + ": nothing in doubt")
            .pollDelay(Duration.ZERO)
            .atMost(LIMIT)
            .until(() -> judge.inDoubt().isEmpty() || !child.alive());
        rounds.recovered(Duration.ofNanos(System.nanoTime() - from));
      }
      agree(child.end(LIMIT), about);
    }
  }

  private Child.Ended verify() throws Exception {
    try (Child child = tutti("verify", "--json")) {
      return child.end(LIMIT);
    }
  }

  /** What our own command says. */
  private void agree(Child.Ended verify, String about) throws Exception {
    assertThat(verify.exit()).as(about + ": " + verify).isZero();
    JsonNode report = json.readTree(verify.out());
    for (String count : new String[] {"missing", "extra", "different"}) {
      assertThat(report.path(count).asInt(-1)).as(about + ": " + verify).isZero();
    }
    assertThat(report.path("recovery").path("logRecords").asInt(-1)).as(about).isZero();
    assertThat(report.path("recovery").path("clean").asBoolean()).as(about + verify).isTrue();
  }

  /** What the judge says. */
  private void check(String about) throws Exception {
    assertThat(judge.inDoubt()).as(about).isEmpty();
    assertThat(judge.foreignGone()).as(about).isEmpty();
    Judge.Verdict verdict = judge.compare();
    assertThat(verdict.problems()).as(about).isEmpty();
    System.out.println(about + ": " + verdict.records() + " of " + last + " records agree");
    if (promised > 0) {
      assertThat((long) verdict.records()).as(about).isGreaterThanOrEqualTo(promised);
      assertThat(verdict.records() == promised || !promiseIsExact).as(about + promised).isTrue();
      promised = 0;
    }
    if (verdict.records() == last) {
      nextFile();
    }
  }

  /** The last run is left alone; then the whole of all files is in every source, once. */
  private void finish() throws Exception {
    try (Child child = sync()) {
      Child.Ended ended = child.end(LIMIT);
      assertThat(ended.exit()).as(ended.toString()).isZero();
    }
    Path all = Order.file(dir.resolve("all.jsonl"), 1, last);
    try (Child child = tutti("verify", "--json", all.toString())) {
      agree(child.end(LIMIT), "at the end, seed " + SEED);
    }
    assertThat(judge.compare(last)).isEmpty();
    assertThat(judge.inDoubt()).isEmpty();
    for (Outside server : set.outside()) {
      server.reapForeign();
    }
  }
}

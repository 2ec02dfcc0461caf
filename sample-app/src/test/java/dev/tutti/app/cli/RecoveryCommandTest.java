package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tutti.app.wiring.Session;
import dev.tutti.tm.testing.ChildJvm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types, on a node that runs and on one that does not. */
class RecoveryCommandTest {

  @TempDir Path dir;

  @Test
  void aStoppedNodeIsSeenExplainedAndSettled() throws Exception {
    LeftInDoubt scene = LeftInDoubt.in(dir);

    Run list = scene.tutti("recovery", "list");
    assertThat(list.code()).as(list.err()).isEqualTo(ExitCode.IN_DOUBT);
    assertThat(list.out().lines().findFirst().orElseThrow())
        .startsWith("node scene-")
        .contains("is not running: this command holds its log in");
    assertThat(list.out().lines().skip(1).findFirst().orElseThrow().split(" +", -1))
        .containsExactly("ID", "AGE", "STATE", "DECISION", "BRANCHES", "NEXT");
    assertThat(list.out())
        .contains(scene.id())
        .contains("ledger finishing")
        .contains("orders committed")
        .contains("recovery scan");
    assertThat(scene.ledger().server().prepared()).as("looking changes nothing").hasSize(1);

    Run vitals = scene.tutti("recovery", "vitals");
    assertThat(vitals.code()).as(vitals.err()).isEqualTo(ExitCode.IN_DOUBT);
    assertThat(vitals.out())
        .contains("is not running")
        .contains("live         no: the recovery thread does not run")
        .contains("0 committed, 0 committed with a branch left to recovery")
        .contains("1 transactions, the oldest for ")
        .contains("branches: 1 finishing")
        .contains("ledger       DURABLE_XA, reachable, 1 branches in doubt");
    JsonNode stopped = scene.tutti("recovery", "vitals", "--json").json();
    assertThat(stopped.get("running").asBoolean()).isFalse();
    assertThat(stopped.get("vitals").get("doubt").get("transactions").asInt()).isEqualTo(1);
    assertThat(stopped.get("vitals").get("health").get("ready").get("ok").asBoolean()).isFalse();

    JsonNode json = scene.tutti("recovery", "list", "--json").json();
    assertThat(json.get("running").asBoolean()).isFalse();
    JsonNode transaction = json.get("list").get("transactions").get(0);
    assertThat(transaction.get("id").asText()).isEqualTo(scene.id());
    assertThat(transaction.get("branches").get(0).get("condition").asText()).isEqualTo("FINISHING");

    Run show = scene.tutti("recovery", "show", scene.id());
    assertThat(show.out()).contains("decision  commit, at 20").contains("xid 131077:");
    Run explain = scene.tutti("recovery", "explain", scene.id());
    assertThat(explain.code()).isZero();
    assertThat(explain.out())
        .contains("every branch voted yes (XA_OK)")
        .contains("ledger: prepared (it is listed by xa_recover)")
        .contains("recovery resolve " + scene.id() + " --commit --yes");

    Run plan = scene.tutti("recovery", "resolve", scene.id(), "--rollback");
    assertThat(plan.code()).isZero();
    assertThat(plan.out())
        .contains("sources could differ afterwards")
        .contains("nothing was done; to do it, add: --yes --force --reason");
    Run refused = scene.tutti("recovery", "resolve", scene.id(), "--rollback", "--yes");
    assertThat(refused.code()).isEqualTo(ExitCode.IN_DOUBT);
    assertThat(refused.err()).contains("--force --reason").hasLineCount(1);
    assertThat(scene.tutti("recovery", "resolve", scene.id(), "--rollback", "--force").code())
        .as("force without a reason")
        .isEqualTo(ExitCode.USAGE);
    assertThat(scene.ledger().server().prepared()).hasSize(1);

    Run done = scene.tutti("recovery", "resolve", scene.id(), "--commit", "--yes");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out())
        .contains("done, as number 1 of the history")
        .contains("ledger: committed");
    assertThat(scene.ledger().server().committed()).containsEntry("a", "1");
    Run again = scene.tutti("recovery", "resolve", scene.id(), "--commit", "--yes", "--json");
    assertThat(again.json().get("result").get("number").asInt()).isZero();
    Run history = scene.tutti("recovery", "history");
    assertThat(history.out())
        .contains("1  20")
        .contains("commit  " + scene.id())
        .contains("ledger: FINISHING");
    assertThat(scene.tutti("recovery", "list").out()).contains("nothing is in doubt");
    assertThat(scene.tutti("recovery", "list").code()).isZero();
    Run drain = scene.tutti("recovery", "drain", "--wait", "0");
    assertThat(drain.code()).as(drain.err()).isZero();
    assertThat(drain.out()).contains("its store may be deleted");
  }

  @Test
  void aProgramThatKnowsNothingOfThisToolIsAskedWhileItRuns() throws Exception {
    Path output = dir.resolve("output.txt");
    Process program =
        ChildJvm.start(output, Class.forName("dev.tutti.tm.recovery.PlainProgram"), dir.toString());
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.readString(output).contains("in doubt: "));
      String store = dir.resolve("store").toString();
      Run list = Run.tutti(dir, "recovery", "list", "--store", store);
      assertThat(list.code()).as(list.err()).isEqualTo(ExitCode.IN_DOUBT);
      assertThat(list.out())
          .startsWith("node test-")
          .contains("is running: process " + program.pid())
          .contains("right finishing");
      JsonNode json = Run.tutti(dir, "recovery", "list", "--store", store, "--json").json();
      String id = json.get("list").get("transactions").get(0).get("id").asText();

      Run vitals = Run.tutti(dir, "recovery", "vitals", "--store", store);
      assertThat(vitals.out())
          .contains("is running: process " + program.pid())
          .contains("live         yes")
          .contains("ready        yes")
          .contains("1 committed with a branch left to recovery")
          .contains("left         DURABLE_XA, reachable, 0 branches in doubt")
          .contains("prepare 1 times, ");
      JsonNode shown = Run.tutti(dir, "recovery", "vitals", "--store", store, "--json").json();
      assertThat(shown.get("vitals").get("outcomes").get("committedPending").asInt()).isEqualTo(1);

      watch(
          store,
          id,
          () -> {
            Run done =
                Run.tutti(dir, "recovery", "resolve", id, "--commit", "--yes", "--store", store);
            assertThat(done.code()).as(done.err()).isZero();
          });
      assertThat(Run.tutti(dir, "recovery", "list", "--store", store).code()).isZero();
      Run drain = Run.tutti(dir, "recovery", "drain", "--store", store);
      assertThat(drain.out()).contains("its store may be deleted");
      assertThat(drain.err()).contains("no new transaction is begun").contains("nothing is left");
    } finally {
      program.destroyForcibly().waitFor();
    }
    Run gone = Run.tutti(dir, "recovery", "list", "--store", dir.resolve("store").toString());
    assertThat(gone.code()).isEqualTo(ExitCode.USAGE);
    assertThat(gone.err()).contains("no process answers").hasLineCount(1);
  }

  /** It shows the id again and again, then that it is gone, and goes on until it is stopped. */
  private static void watch(String store, String id, Runnable ending) throws Exception {
    StopSignal stop = new StopSignal();
    StringWriter out = new StringWriter();
    List<Integer> codes = new ArrayList<>();
    Thread watching =
        new Thread(
            () ->
                codes.add(
                    Main.run(
                        stop,
                        new PrintWriter(out),
                        new PrintWriter(new StringWriter()),
                        "recovery",
                        "list",
                        "--watch",
                        "--every",
                        "1",
                        "--store",
                        store)),
            "test-watch");
    watching.start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> out.toString().lines().filter(line -> line.startsWith(id)).count() >= 2);
    assertThat(out.toString()).doesNotContain("nothing is in doubt");
    ending.run();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> out.toString().contains("nothing is in doubt"));
    assertThat(watching.isAlive()).isTrue();
    stop.ask(2);
    watching.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(codes).containsExactly(ExitCode.DONE);
  }

  @Test
  void theSamplesConfigurationAnswersWhileItRuns() throws Exception {
    Path data = dir.resolve("data");
    Path config = Path.of("..", "config", "embedded.yaml");
    try (Session running = Session.open(config, data)) {
      Run list = Run.tutti(data, "recovery", "list");
      assertThat(list.code()).as(list.err()).isZero();
      assertThat(list.out())
          .startsWith("node " + running.nodeId() + " is running: process ")
          .contains("nothing is in doubt");
      Run sync = Run.tutti(data, "init");
      assertThat(sync.code()).as("one process, one store").isEqualTo(ExitCode.UNAVAILABLE);
    }
    assertThat(Run.tutti(data, "recovery", "list").out()).contains("is not running");
  }

  @Test
  void codesAreExplainedWithoutANode() throws Exception {
    Path data = dir.resolve("none");
    Run words = Run.tutti(data, "recovery", "explain", "xaer_rmfail");
    assertThat(words.code()).isZero();
    assertThat(words.out()).contains("XAER_RMFAIL").contains("bring the server back");
    Run json = Run.tutti(data, "recovery", "explain", "ORPHAN", "--json");
    assertThat(json.json().get("explanation").get("summary").asText()).contains("never decided");
    assertThat(data).doesNotExist();
  }
}

package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.recovery.Approval;
import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryList;
import dev.tutti.tm.recovery.RecoveryReport;
import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import dev.tutti.tm.recovery.ResolutionResult;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.RealServers;
import dev.tutti.xa.testing.Servers;
import dev.tutti.xa.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database whose server is put back from a copy. What is found out and what is not stands in the
 * table of docs/restore.md, row by row as it comes out here.
 */
@RealServers
@Tag("campaign")
class PostgresRestoreTest {

  private static final Path PAGE = Path.of("..", "docs", "restore.md");

  @TempDir Path dir;
  private final Map<String, String> seen = new LinkedHashMap<>();
  private final AtomicReference<Runnable> onceDecided = new AtomicReference<>(() -> {});
  private PostgresServer server;
  private JdbcResource left;
  private JdbcResource right;
  private TransactionSystem tutti;
  private int next;
  private Path copyOfTheWorking = Path.of("");

  @Test
  void whatIsFoundOutIsHeldAndWhatIsNotIsSaid(@RealServers.Private PostgresServer restored)
      throws Exception {
    server = restored;
    left = PostgresBed.fresh("left", Servers.postgres(), "restore_left");
    right = PostgresBed.fresh("right", server, "restore_right");
    TransactionSystemConfig config =
        TransactionSystemConfig.builder("restore", dir.resolve("log"))
            .recoveryInterval(Duration.ofHours(1))
            .build();
    try (TransactionSystem system =
        TransactionSystem.builder(config)
            .resources(List.of(left, right))
            .listener(
                event -> {
                  if (event instanceof TransactionEvent.Decided decided && decided.commit()) {
                    onceDecided.getAndSet(() -> {}).run();
                  }
                })
            .start()) {
      tutti = system;
      decidedAndFinishedSince();
      preparedAtTheBackupAndFinishedSince();
      copiedSinceTheLastPass();
      copiedAndThenSeenByAPass();
      anotherDatabaseOfTheSameName();
      overtakenBeforeAnybodyLooks();
    }
    assertThat(seen).as("the table of docs/restore.md").isEqualTo(page());
  }

  /** Its row is: what happened, whether it is held. */
  private static Map<String, String> page() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| what happened"))
        .map(line -> line.split("\\|", -1))
        .collect(
            Collectors.toMap(
                cells -> cells[1].strip(),
                cells -> cells[2].strip(),
                (a, b) -> a,
                LinkedHashMap::new));
  }

  private void decidedAndFinishedSince() throws Exception {
    Path copy = backup();
    tutti.recovery().scan();
    freshConnections();
    restore(copy);
    note("a server is put back to before a transaction that was decided and finished");

    Hold hold = tutti.recovery().list().holds().get(0);
    assertThat(hold.id()).isEqualTo("server-right");
    assertThat(hold.reason())
        .contains("set back to an earlier moment", "compare it with the other sources")
        .contains("recovery accept right");
    assertThat(tutti.recovery().explain(hold.id()).timeline().toString())
        .contains("tutti_receipt", "held one by one, and not presumed aborted");
    accept();
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  /** The left has committed for good; the log has forgotten it; the right is prepared again. */
  private void preparedAtTheBackupAndFinishedSince() throws Exception {
    AtomicReference<Path> copy = new AtomicReference<>();
    freshConnections();
    onceDecided.set(() -> copy.set(backup()));
    assertThat(write()).isEqualTo(Outcome.COMMITTED_PENDING);
    int row = next;
    assertThat(tutti.recovery().scan().isClean()).isTrue();
    assertThat(rows(row)).isEqualTo(1);
    restore(copy.get());
    assertThat(rows(row)).isZero();
    note("a server is put back to where a branch was prepared that was decided and finished");
    assertThat(prepared()).as("nothing is rolled back while it is held").isEqualTo(1);

    accept();
    assertThat(tutti.recovery().scan().rolledBack()).as("nor once it is accepted").isZero();
    InDoubtTransaction held = tutti.recovery().list().transactions().get(0);
    assertThat(held.branches()).extracting(Branch::condition).containsOnly(BranchCondition.HELD);
    assertThat(held.branches().get(0).reason()).contains("accepted after a restore");
    assertThat(prepared()).isEqualTo(1);
    ResolutionPlan plan = tutti.recovery().plan(held.id(), Resolution.COMMIT);
    assertThat(plan.consequences().toString()).contains("compare what they hold first");
    ResolutionResult result =
        tutti.recovery().perform(plan, new Approval("op", "left has it", false));
    assertThat(result.complete()).as(result.toString()).isTrue();
    assertThat(prepared()).as(result.toString()).isZero();
    assertThat(rows(row)).as("as the left has it: %s %s", held, result).isEqualTo(1);
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  /** Nothing that is remembered differs: its branch is one that was never decided, it seems. */
  private void copiedSinceTheLastPass() throws Exception {
    int row = writtenWithACopyBetweenDecisionAndCommit();
    putBack(copyOfTheWorking);
    assertThat(prepared()).as("in the copy").isEqualTo(1);

    RecoveryReport report = tutti.recovery().scan();
    assertThat(report.rolledBack()).as(report.toString()).isEqualTo(1);
    note("a server is put back from a copy that no pass has seen since it was taken");
    assertThat(prepared()).isZero();
    assertThat(rows(row)).as("lost at the right").isZero();
    assertThat(count(Servers.postgres(), "restore_left", "item WHERE id = " + row))
        .as("kept at the left")
        .isEqualTo(1);
  }

  /** What the page advises, and no more, while the old server still answers. */
  private void copiedAndThenSeenByAPass() throws Exception {
    int row = writtenWithACopyBetweenDecisionAndCommit();
    // Without it the copy gets as far as the old one was: its start writes to its log as well.
    sql("postgres", "SELECT pg_switch_wal()");
    assertThat(tutti.recovery().scan().isClean()).isTrue();
    putBack(copyOfTheWorking);

    assertThat(tutti.recovery().scan().rolledBack()).isZero();
    note("the same, after `SELECT pg_switch_wal()` on the old one and `tutti recovery scan`");
    assertThat(prepared()).as("nothing is rolled back").isEqualTo(1);
    accept();
    assertThat(tutti.recovery().scan().rolledBack()).as("nor once it is accepted").isZero();
    InDoubtTransaction held = tutti.recovery().list().transactions().get(0);
    ResolutionPlan plan = tutti.recovery().plan(held.id(), Resolution.COMMIT);
    assertThat(tutti.recovery().perform(plan, new Approval("op", "left has it", false)).complete())
        .isTrue();
    assertThat(rows(row)).as("as the left has it").isEqualTo(1);
    assertThat(tutti.recovery().scan().isClean()).isTrue();
  }

  /** Its files are copied while it works, so nothing is pending, and no pass is woken. */
  private int writtenWithACopyBetweenDecisionAndCommit() throws Exception {
    freshConnections();
    assertThat(tutti.recovery().scan().isClean()).isTrue();
    copyOfTheWorking = dir.resolve("working-" + seen.size());
    onceDecided.set(() -> Trees.copy(server.data(), copyOfTheWorking));
    assertThat(write()).isEqualTo(Outcome.COMMITTED);
    assertThat(rows(next)).isEqualTo(1);
    Files.delete(copyOfTheWorking.resolve("postmaster.pid"));
    return next;
  }

  private void anotherDatabaseOfTheSameName() throws Exception {
    sql("postgres", "DROP DATABASE restore_right WITH (FORCE)");
    server.createDatabase("restore_right");
    try (Connection connection = server.connect("restore_right")) {
      H2Fixture.run(connection, "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50))");
    }
    note("a database is dropped, and made again from a dump");
    assertThat(tutti.recovery().list().holds().get(0).reason()).contains("another server");
    accept();
  }

  private void overtakenBeforeAnybodyLooks() throws Exception {
    restore(backup());
    goOn();
    goOn();
    goOn();
    note("a server is put back, and writes more than it had lost before a pass asks it");
  }

  /** It writes, and its log goes on to the next file. */
  private void goOn() throws SQLException {
    sql("postgres", "SELECT pg_current_xact_id()");
    sql("postgres", "SELECT pg_switch_wal()");
  }

  private void note(String what) {
    tutti.recovery().scan();
    RecoveryList list = tutti.recovery().list();
    seen.put(what, list.holds().isEmpty() ? "not found out" : "held");
  }

  private void accept() throws Exception {
    tutti.recovery().acceptIdentity("right");
    assertThat(tutti.recovery().list().holds()).isEmpty();
  }

  /** Each restart of the server breaks those of the pool; the next one that is taken is new. */
  private void freshConnections() {
    await().ignoreExceptions().until(() -> write() == Outcome.COMMITTED);
  }

  private Outcome write() throws SQLException {
    return H2Fixture.writeBoth(tutti, left, right, ++next);
  }

  /** As an operator would: the server is stopped, its files are copied. */
  private Path backup() {
    Path copy = dir.resolve("copy-" + seen.size());
    server.stop();
    Trees.copy(server.data(), copy);
    server.start();
    return copy;
  }

  /** After the server has gone on for a while, and was asked how far it is. */
  private void restore(Path copy) throws Exception {
    goOn();
    tutti.recovery().scan();
    putBack(copy);
  }

  private void putBack(Path copy) throws IOException {
    server.stop();
    Trees.delete(server.data());
    Trees.copy(copy, server.data());
    server.start();
  }

  private void sql(String database, String statement) throws SQLException {
    try (Connection admin = server.admin(database)) {
      H2Fixture.run(admin, statement);
    }
  }

  private long prepared() throws SQLException {
    return count(server, "restore_right", "pg_prepared_xacts");
  }

  private long rows(int id) throws SQLException {
    return count(server, "restore_right", "item WHERE id = " + id);
  }

  private static long count(PostgresServer asked, String database, String from)
      throws SQLException {
    try (Connection admin = asked.admin(database);
        Statement statement = admin.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
      row.next();
      return row.getLong(1);
    }
  }
}

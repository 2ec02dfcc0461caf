package dev.tutti.xa.kill;

import static dev.tutti.xa.kill.KillChild.NEW;
import static dev.tutti.xa.kill.KillChild.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.outcome.Outcome;
import dev.tutti.tm.testing.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is halted at each point of the protocol, for each pair of sources. A restart must make
 * it everywhere or nowhere, as the failure table says, by itself. {@code -Dtutti.kill.full=true}
 * asks two different kinds in the other order too; {@link Share} says how much of it is run; {@code
 * -Dtutti.kill.only="H2+H2 UNDECIDED"} runs the cells whose name contains that.
 */
@Tag("campaign-too")
class KillTableTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Share SHARE = Share.ofThisRun();
  private static final boolean FULL = Boolean.getBoolean("tutti.kill.full");

  @TempDir static Path root;

  private static ExecutorService children;
  private static KillTable table;

  /** One cell of the table, whose process is halted ahead of its turn. */
  private record Cell(Pair pair, Point point, Path dir, Future<ChildJvm.Ended> child) {}

  @BeforeAll
  static void open() {
    children = Executors.newFixedThreadPool(1);
    table = new KillTable(Pair.all(FULL));
  }

  @AfterAll
  static void close() throws Exception {
    children.shutdownNow();
    table.write(Path.of("target", "kill-points.md"));
  }

  @TestFactory
  Stream<DynamicTest> endsEverywhereOrNowhere() {
    List<Cell> cells = new ArrayList<>();
    for (Pair pair : Pair.all(FULL)) {
      for (Point point : Point.values()) {
        if (pair.has(point) && !point.inProcess() && chosen(pair, point)) {
          cells.add(cell(pair, point));
        }
      }
    }
    return cells.stream()
        .map(c -> DynamicTest.dynamicTest(c.pair() + " " + c.point(), () -> check(c)));
  }

  private static boolean chosen(Pair pair, Point point) {
    String only = System.getProperty("tutti.kill.only", "");
    return SHARE.has(Pair.all(FULL), pair, point) && (pair + " " + point).contains(only);
  }

  private static Cell cell(Pair pair, Point point) {
    Path dir = root.resolve(pair + "-" + point);
    return new Cell(
        pair,
        point,
        dir,
        children.submit(
            () ->
                ChildJvm.run(
                    LIMIT, KillChild.class, dir.toString(), pair.toString(), point.name())));
  }

  private static void check(Cell cell) throws Exception {
    ChildJvm.Ended ended = cell.child().get();
    assertThat(ended.exit()).as(ended.output()).isEqualTo(137);
    try (Scene scene = new Scene(cell.dir(), cell.pair())) {
      stoodAtThePoint(cell, scene, ended.output());
      long from = System.nanoTime();
      TransactionSystem tutti = scene.start(event -> {});
      long millis = (System.nanoTime() - from) / 1_000_000;

      assertThat(tutti.recovery().lastReport().isClean())
          .as(() -> tutti.recovery().lastReport().toString())
          .isTrue();
      List<String> writes = new ArrayList<>(List.of(OLD));
      if (cell.point().everywhere) {
        writes.add(NEW);
      }
      Checks.holds(scene, tutti, writes, writes.size());
      Checks.goesOn(scene, tutti, cell.point(), writes, writes.size());
      table.add(cell.point(), cell.pair(), millis);
    }
    try (Stream<Path> files = Files.walk(cell.dir())) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  /** The halt was where the table says, before recovery changes anything. */
  private static void stoodAtThePoint(Cell cell, Scene scene, String output) {
    for (int i = 0; i < scene.sides().size(); i++) {
      char state = cell.point().state.charAt(cell.pair().alone() ? 2 * i + 1 : i);
      Side side = scene.sides().get(i);
      if (side instanceof ScriptedSide scripted) {
        assertThat(scripted.state(NEW)).as(side.manager().name()).isEqualTo(state);
      } else if (side instanceof H2Side || side instanceof QueueSide) {
        assertThat(output.contains("voted " + side.manager().name()))
            .as(side.manager().name() + " voted")
            .isEqualTo(state != '-');
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> aLastResourceWhoseReplyIsLostIsAsked() {
    return Pair.all(FULL).stream()
        .flatMap(
            pair ->
                Stream.of(Point.values())
                    .filter(p -> p.inProcess() && pair.has(p) && chosen(pair, p))
                    .map(
                        point ->
                            DynamicTest.dynamicTest(
                                pair + " " + point, () -> checkInProcess(pair, point))));
  }

  private static void checkInProcess(Pair pair, Point point) throws Exception {
    try (Scene scene = new Scene(root.resolve(pair + "-" + point), pair)) {
      TransactionSystem tutti = scene.start(event -> {});
      assertThat(scene.write(scene.options(true, OLD), OLD, () -> {}).outcome())
          .isEqualTo(Outcome.COMMITTED);

      Checks.toldTheTruth(scene, point);

      scene.last().orElseThrow().commit().back();
      long from = System.nanoTime();
      assertThat(tutti.recovery().scan().isClean())
          .as(() -> tutti.recovery().lastReport().toString())
          .isTrue();
      table.add(point, pair, (System.nanoTime() - from) / 1_000_000);
      List<String> writes = new ArrayList<>(List.of(OLD));
      if (point.everywhere) {
        writes.add(NEW);
      }
      Checks.holds(scene, tutti, writes, 0);
      Checks.goesOn(scene, tutti, point, writes, 0);
    }
  }
}

package dev.tutti.xa.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tutti.tm.testing.ChildJvm;
import dev.tutti.xa.matrix.Arena.Told;
import dev.tutti.xa.matrix.Arena.Victim;
import dev.tutti.xa.testing.ArtemisServer;
import dev.tutti.xa.testing.MariaDbServer;
import dev.tutti.xa.testing.MysqlServer;
import dev.tutti.xa.testing.PostgresServer;
import dev.tutti.xa.testing.TcpProxy.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * What servers and networks may do to a write, over real servers. Prints target/failure-matrix.md.
 * {@link Scope} says how much of it is run; {@code -Dtutti.matrix.only="MySQL + "} runs the cells
 * whose name contains that.
 */
@Tag("campaign-too")
class FailureMatrixTest {

  private static final Duration CHILD = Duration.ofSeconds(90);
  private static final String ONLY = System.getProperty("tutti.matrix.only", "");
  private static final Scope SCOPE = Scope.ofThisRun();

  @TempDir static Path root;

  private static final Map<Kind, Station> STATIONS = new EnumMap<>(Kind.class);
  private static final Matrix MATRIX = new Matrix();
  private static final List<Arena> OPEN = new ArrayList<>();

  @BeforeAll
  static void start() {
    for (Station station :
        List.of(
            new DatabaseStation(Kind.POSTGRESQL, new PostgresServer(root.resolve("postgresql"))),
            new DatabaseStation(Kind.MYSQL, new MysqlServer(root.resolve("mysql"))),
            new DatabaseStation(Kind.MARIADB, new MariaDbServer(root.resolve("mariadb"))),
            new DatabaseStation(Kind.MARIADB_CJ, new MariaDbServer(root.resolve("mariadb-cj"))),
            new BrokerStation(new ArtemisServer(root.resolve("artemis"))))) {
      STATIONS.put(station.kind(), station);
    }
    STATIONS.values().parallelStream().forEach(FailureMatrixTest::furnish);
  }

  private static void furnish(Station station) {
    try {
      station.server().start();
      for (String place : Combination.places()) {
        station.furnish(place);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    OPEN.forEach(Arena::close);
    STATIONS.values().parallelStream().forEach(station -> station.server().kill());
    MATRIX.write(Path.of("target", "failure-matrix.md"), SCOPE.command());
    if (SCOPE == Scope.SELECTED && ONLY.isEmpty()) {
      Page.agree(MATRIX.page(""), Files.readAllLines(Path.of("..", "docs", "failure-matrix.md")));
    }
  }

  /** One combination at a time has a transaction system. */
  private static Arena arena(Combination combination) {
    for (Arena open : OPEN) {
      if (open.combination().equals(combination)) {
        return open;
      }
    }
    OPEN.forEach(Arena::close);
    OPEN.clear();
    Arena fresh = new Arena(root.resolve("store " + combination), STATIONS, combination);
    OPEN.add(fresh);
    return fresh;
  }

  @TestFactory
  Stream<DynamicTest> endsEverywhereOrNowhere() {
    List<DynamicTest> cells = new ArrayList<>();
    for (Combination combination : SCOPE.combinations()) {
      cells.addAll(plain(combination));
      for (Fault fault : Fault.values()) {
        for (Point point : Point.values()) {
          if (SCOPE.has(fault, point, combination)) {
            cells.addAll(faults(combination, fault, point));
          }
        }
      }
      for (Point point : Point.values()) {
        if (SCOPE.hasKill(point, combination)) {
          cells.add(
              cell(combination + ": process killed " + point, () -> killed(combination, point)));
        }
      }
      if (combination.sources().size() == 1) {
        cells.addAll(single(combination));
      }
    }
    for (Combination combination : SCOPE.plain()) {
      cells.addAll(plain(combination));
    }
    return cells.stream().filter(cell -> cell.getDisplayName().contains(ONLY));
  }

  /** A failure says which cell it was: reports only count them. */
  private static DynamicTest cell(String name, Executable check) {
    return dynamicTest(
        name,
        () -> {
          try {
            check.execute();
          } catch (TestAbortedException e) {
            throw e;
          } catch (Exception | AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
          }
        });
  }

  private static List<DynamicTest> plain(Combination combination) {
    return List.of(
        cell(combination + ": commit", () -> commit(combination)),
        cell(combination + ": rollback", () -> rollback(combination)));
  }

  private static void commit(Combination combination) throws Exception {
    Arena arena = arena(combination);
    String value = Arena.nextValue();
    assertThat(arena.write(value, () -> {})).isEqualTo(Told.COMMITTED);
    long millis = arena.recover();
    assertThat(arena.verdict(value, Told.COMMITTED)).isTrue();
    MATRIX.add("commit", combination, true, millis);
  }

  private static void rollback(Combination combination) throws Exception {
    Arena arena = arena(combination);
    String value = Arena.nextValue();
    Told told =
        arena.write(
            value,
            () -> {
              throw new Exception("the business says no");
            });
    long millis = arena.recover();
    assertThat(told).isEqualTo(Told.ROLLED_BACK);
    assertThat(arena.verdict(value, told)).isFalse();
    MATRIX.add("rollback", combination, false, millis);
  }

  private static List<DynamicTest> faults(Combination combination, Fault fault, Point point) {
    List<DynamicTest> cells = new ArrayList<>();
    for (int i = 0; i < combination.sources().size(); i++) {
      int number = i;
      Station station = STATIONS.get(combination.sources().get(i).kind());
      if (fault != Fault.SESSIONS_KILLED || station.killsSessions()) {
        cells.add(
            cell(
                combination + ": " + fault + " " + point + " of source " + (i + 1),
                () -> struck(combination, fault, point, number)));
      }
    }
    return cells;
  }

  private static void struck(Combination combination, Fault fault, Point point, int number)
      throws Exception {
    Arena arena = arena(combination);
    Victim victim = arena.victims().get(number);
    arena.warm();
    int cuts = victim.network().cuts();
    String value = Arena.nextValue();
    List<Throwable> misfires = new ArrayList<>();
    boolean[] fired = new boolean[1];
    arena.at(
        point,
        () -> {
          fired[0] = true;
          try {
            fault.strike(victim);
          } catch (Exception | Error e) {
            misfires.add(e);
          }
        });
    Told told = fault.hangs() ? arena.writeInTime(value) : arena.write(value, () -> {});
    fault.release(victim);
    assertThat(fired[0]).as("the point was reached").isTrue();
    assertThat(misfires).isEmpty();
    if (fault.later()) {
      assertThat(victim.network().cuts()).as("the call was made").isEqualTo(cuts + 1);
    }
    long millis = arena.recover();
    boolean everywhere = arena.verdict(value, told);
    assertThat(everywhere)
        .as("everywhere; told " + told)
        .isEqualTo(
            fault.later()
                ? point.decided
                : arena.hit(fault, victim).stream().allMatch(hit -> point.voted(hit.number())));
    MATRIX.add(fault.label + " " + point.label, combination, everywhere, millis);
  }

  private static void killed(Combination combination, Point point) throws Exception {
    Arena arena = arena(combination);
    arena.stop();
    String value = Arena.nextValue();
    List<String> arguments = new ArrayList<>(List.of(arena.dir().toString(), point.name(), value));
    arena.direct().forEach(spec -> arguments.add(spec.argument()));
    ChildJvm.Ended ended = ChildJvm.run(CHILD, MatrixChild.class, arguments.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.output()).isEqualTo(137);
    long from = System.nanoTime();
    arena.scene();
    arena.recover();
    long millis = (System.nanoTime() - from) / 1_000_000;
    assertThat(arena.verdict(value, Told.UNKNOWN)).isEqualTo(point.decided);
    MATRIX.add("this process killed " + point.label, combination, point.decided, millis);
  }

  private static List<DynamicTest> single(Combination combination) {
    List<DynamicTest> cells = new ArrayList<>();
    for (When when : List.of(When.BEFORE_FORWARD, When.AFTER_FORWARD_BEFORE_REPLY)) {
      for (boolean unnoticed : new boolean[] {false, true}) {
        if (SCOPE != Scope.SELECTED || (when != When.BEFORE_FORWARD && !unnoticed)) {
          cells.add(
              cell(
                  combination + ": cut by count, " + when + (unnoticed ? ", unnoticed" : ""),
                  () -> SingleRows.byCount(arena(combination), MATRIX, when, unnoticed)));
        }
      }
    }
    Kind kind = combination.sources().get(0).kind();
    if (SCOPE.replaces(kind)) {
      cells.add(
          cell(combination + ": replaced", () -> SingleRows.replaced(arena(combination), MATRIX)));
    }
    if (SCOPE.setsBack(kind)) {
      cells.add(
          cell(combination + ": set back", () -> SingleRows.setBack(arena(combination), MATRIX)));
    }
    return cells;
  }
}

package dev.tutti.app.soak;

import dev.tutti.app.servers.Outside;
import dev.tutti.app.servers.RealSet;
import dev.tutti.app.servers.Sockets;
import dev.tutti.tm.recovery.RecoveryReport;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Keyed writes over PostgreSQL, MySQL, MariaDB and Artemis from several threads, with recovery
 * running and servers killed and started again meanwhile. Nothing may grow, nothing may be left,
 * and each number must be in each source exactly once. Ends with 1 and the reasons otherwise.
 */
public final class Soak {

  private static final Duration RECOVERY_INTERVAL = Duration.ofMillis(500);

  private final SoakSettings settings;
  private final Tally tally = new Tally();
  private final List<String> problems = new ArrayList<>();

  private Soak(SoakSettings settings) {
    this.settings = settings;
  }

  /** For its arguments see {@link SoakSettings#of}. */
  public static void main(String[] args) throws Exception {
    Soak soak = new Soak(SoakSettings.of(args));
    soak.run();
    soak.problems.forEach(problem -> System.out.println("PROBLEM: " + problem));
    System.out.println(soak.problems.isEmpty() ? "soak: all flat, nothing left" : "soak: FAILED");
    System.exit(soak.problems.isEmpty() ? 0 : 1);
  }

  private void run() throws Exception {
    Files.createDirectories(settings.directory());
    try (RealSet set = RealSet.start(settings.directory().resolve("servers"))) {
      for (Outside server : set.outside()) {
        server.plantForeign();
      }
      Endpoint.createTables(set);
      long sockets = Sockets.ofThisProcess();
      SoakSystem system =
          new SoakSystem(
              Endpoint.of(set),
              settings.directory().resolve("log"),
              settings.threads(),
              RECOVERY_INTERVAL);
      Drain drain = new Drain(set.broker().connections(), SoakSystem.QUEUE);
      Thread draining = new Thread(drain, "soak-drain");
      Sampler sampler = new Sampler(set.outside(), tally::done, system::pooled);
      try (system) {
        draining.start();
        write(set, system, sampler);
        settled(set, system);
        drain.stop();
        draining.join();
      }
      problems.addAll(drain.problems(settings.transactions()));
      report(sampler.samples());
      left(set, sockets);
      rows(set);
    }
  }

  private void write(RealSet set, SoakSystem system, Sampler sampler) throws Exception {
    System.out.println(Sample.HEAD);
    ExecutorService writers = Executors.newFixedThreadPool(settings.threads());
    AtomicLong next = new AtomicLong();
    long from = System.nanoTime();
    for (int i = 0; i < settings.threads(); i++) {
      writers.execute(new Writer(system, next, settings.transactions(), tally));
    }
    writers.shutdown();
    Outages outages = new Outages(set.outside(), settings.transactions(), settings.outages());
    do {
      sampler.look();
      outages.perhaps(tally.done());
    } while (!writers.awaitTermination(settings.sample().toMillis(), TimeUnit.MILLISECONDS));
    double seconds = (System.nanoTime() - from) / 1e9;
    sampler.look();
    System.out.printf(
        Locale.ROOT,
        "%d transactions, %d writes in %.0f s: %.0f transactions/s, %.0f writes/s; %d outages%n"
            + "%s%n%s%n",
        tally.done(),
        tally.done() * SoakSettings.WRITES,
        seconds,
        tally.done() / seconds,
        tally.done() * SoakSettings.WRITES / seconds,
        outages.had(),
        tally,
        tally.times());
    if (tally.done() != settings.transactions()) {
      problems.add(tally.done() + " written instead of " + settings.transactions());
    }
  }

  /** With the work done, everything is given back and nothing of ours is prepared anywhere. */
  private void settled(RealSet set, SoakSystem system) throws Exception {
    Awaitility.await("recovery to finish what is left")
        .atMost(Duration.ofMinutes(2))
        .until(() -> system.system().recovery().lastReport().isClean());
    RecoveryReport report = system.system().recovery().scan();
    if (!report.isClean() || report.logRecords() != 0) {
      problems.add("recovery is not clean: " + report);
    }
    if (system.pooled() != 0) {
      problems.add(system.pooled() + " connections or sessions were not given back");
    }
    for (Outside server : set.outside()) {
      if (!server.prepared().equals(java.util.Set.of(Outside.FOREIGN))) {
        problems.add(server.server().name() + " keeps prepared: " + server.prepared());
      }
    }
  }

  private void report(List<Sample> samples) {
    Flatness flatness = new Flatness(samples, settings.transactions());
    List<String> grown = flatness.problems();
    problems.addAll(grown);
    if (samples.size() > 8) {
      System.out.println(flatness.inWords());
    }
  }

  /** With the system closed, nothing of it is left in this process or at a server. */
  private void left(RealSet set, long socketsBefore) throws Exception {
    for (Outside server : set.outside()) {
      Awaitility.await("the sessions at " + server.server().name() + " to end")
          .atMost(Duration.ofSeconds(20))
          .until(() -> server.sessions() == 0);
      server.reapForeign();
    }
    try {
      // The checker's own connections close in the background.
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Sockets.ofThisProcess() <= socketsBefore);
    } catch (ConditionTimeoutException e) {
      problems.add(
          Sockets.ofThisProcess()
              + " sockets after the end, "
              + socketsBefore
              + " before the start");
    }
    Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("tutti"))
        .forEach(name -> problems.add("thread " + name + " is left"));
  }

  private void rows(RealSet set) throws SQLException {
    try (Connection postgres = set.postgres().connect(RealSet.ORDERS);
        Connection mysql = set.mysql().connect(RealSet.STOCK);
        Connection mariadb = set.mariadb().connect(RealSet.AUDIT)) {
      exactlyAll(postgres, "soak_order");
      exactlyAll(mysql, "soak_reservation");
      exactlyAll(mariadb, "soak_audit");
    }
  }

  private void exactlyAll(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*), min(id), max(id) FROM " + table)) {
      rows.next();
      List<Long> found = List.of(rows.getLong(1), rows.getLong(2), rows.getLong(3));
      List<Long> wanted = List.of(settings.transactions(), 1L, settings.transactions());
      if (!found.equals(wanted)) {
        problems.add(table + " holds count, min, max " + found + " instead of " + wanted);
      }
    }
  }
}

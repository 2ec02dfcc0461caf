package dev.tutti.app.soak;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One look at the process and the servers.
 *
 * @param seconds since the start
 * @param done transactions so far
 * @param heap bytes in use after a collection
 * @param resident bytes of the process
 * @param threads live, but the checkers'; how many of each name, whatever the numbers in it
 * @param sockets open
 * @param pooled connections and sessions that transactions hold
 * @param sessions connections at each server, in the order of the set
 * @param prepared branches of ours at each server
 * @param stuck of those, how many have been there for longer than recovery may rest
 */
record Sample(
    long seconds,
    long done,
    long heap,
    long resident,
    Map<String, Integer> threads,
    long sockets,
    long pooled,
    List<Integer> sessions,
    List<Integer> prepared,
    int stuck) {

  static final String HEAD =
      "| s | transactions | writes/s | heap after gc MB | RSS MB | threads | sockets | pools in use"
          + " | sessions | prepared | stuck |\n|--:|--:|--:|--:|--:|--:|--:|--:|---|---|--:|";

  private static final double MB = 1 << 20;

  /** All threads. */
  int live() {
    return threads.values().stream().mapToInt(Integer::intValue).sum();
  }

  String line(Sample before) {
    double rate =
        (double) SoakSettings.WRITES * (done - before.done) / Math.max(1, seconds - before.seconds);
    return String.format(
        Locale.ROOT,
        "| %d | %d | %.0f | %.1f | %.0f | %d | %d | %d | %s | %s | %d |",
        seconds,
        done,
        rate,
        heap / MB,
        resident / MB,
        live(),
        sockets,
        pooled,
        sessions,
        prepared,
        stuck);
  }
}

package dev.tutti.app.soak;

import dev.tutti.app.servers.Outside;
import java.util.List;

/**
 * Kills servers under load and starts them again: each once in the warm-up, so that what is made
 * for the first outage is there when measuring begins, then as many as are wanted.
 */
final class Outages {

  private static final int WARM_UP_PARTS = 4;

  private final List<Outside> servers;
  private final long transactions;
  private final int wanted;
  private int had;

  Outages(List<Outside> servers, long transactions, int wanted) {
    this.servers = servers;
    this.transactions = transactions;
    this.wanted = wanted;
  }

  /** After so many transactions the warm-up is over. */
  static long warm(long transactions) {
    return transactions / WARM_UP_PARTS;
  }

  /** Called now and then; returns when the server is back. */
  void perhaps(long done) {
    if (had < servers.size() + wanted && done >= next()) {
      Outside server = servers.get(had % servers.size());
      had++;
      server.server().kill();
      server.server().start();
      System.out.println("killed and started again: " + server.server().name());
    }
  }

  /** None at the very beginning and in the last part of what is measured. */
  private long next() {
    long warm = warm(transactions);
    int inWarmUp = servers.size();
    return had < inWarmUp
        ? warm * (had + 1) / (inWarmUp + 1)
        : warm + (transactions - warm) * (had - inWarmUp + 1) / (wanted + 2);
  }

  int had() {
    return had;
  }
}

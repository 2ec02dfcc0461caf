package dev.tutti.app.soak;

import dev.tutti.app.servers.Outside;
import java.util.List;

/** Kills a server each time that another part of the work is done, one after the other. */
final class Outages {

  private final List<Outside> servers;
  private final long transactions;
  private final int wanted;
  private int had;

  Outages(List<Outside> servers, long transactions, int wanted) {
    this.servers = servers;
    this.transactions = transactions;
    this.wanted = wanted;
  }

  /** Called now and then; returns when the server is back. */
  void perhaps(long done) {
    // None in the first and the last part: the warm-up, and what is measured at the end.
    if (had < wanted && done >= transactions * (had + 1) / (wanted + 2)) {
      Outside server = servers.get(had % servers.size());
      had++;
      server.server().kill();
      server.server().start();
      System.out.println("killed and started again: " + server.server().name());
    }
  }

  int had() {
    return had;
  }
}

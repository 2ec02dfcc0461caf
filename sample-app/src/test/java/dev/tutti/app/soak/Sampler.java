package dev.tutti.app.soak;

import dev.tutti.app.servers.Outside;
import dev.tutti.app.servers.Sockets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Looks at the process and the servers. For one thread. */
final class Sampler {

  /** Recovery rests at most a minute from a server that was away. */
  private static final long STUCK_SECONDS = 75;

  private final long from = System.nanoTime();
  private final List<Outside> servers;
  private final LongSupplier done;
  private final LongSupplier pooled;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, Long> firstSeen = new HashMap<>();

  Sampler(List<Outside> servers, LongSupplier done, LongSupplier pooled) {
    this.servers = servers;
    this.done = done;
    this.pooled = pooled;
  }

  /** A look; a server that is away just now is left out, as -1. */
  Sample look() throws Exception {
    List<Integer> sessions = new ArrayList<>();
    List<Integer> prepared = new ArrayList<>();
    Set<String> all = new HashSet<>();
    for (Outside server : servers) {
      try {
        Set<String> found = server.prepared();
        found.remove(Outside.FOREIGN);
        prepared.add(found.size());
        found.forEach(xid -> all.add(server.server().name() + xid));
        sessions.add(server.sessions());
      } catch (Exception e) {
        if (server.server().running()) {
          throw e;
        }
        sessions.add(-1);
        prepared.add(-1);
      }
    }
    long seconds = (System.nanoTime() - from) / 1_000_000_000;
    firstSeen.keySet().retainAll(all);
    all.forEach(xid -> firstSeen.putIfAbsent(xid, seconds));
    Sample sample =
        new Sample(
            seconds,
            done.getAsLong(),
            ThisProcess.heapAfterCollection(),
            ThisProcess.resident(),
            ThisProcess.threads(),
            Sockets.ofThisProcess(),
            pooled.getAsLong(),
            List.copyOf(sessions),
            List.copyOf(prepared),
            (int)
                firstSeen.values().stream().filter(seen -> seconds - seen > STUCK_SECONDS).count());
    System.out.println(sample.line(samples.isEmpty() ? sample : samples.get(samples.size() - 1)));
    samples.add(sample);
    return sample;
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }
}

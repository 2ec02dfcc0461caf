package dev.tutti.app.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * What flat means: after a warm-up of a quarter of the transactions, in which each server has an
 * outage, the median of the last third of the looks may be above that of the first third by no more
 * than the bounds below.
 */
final class Flatness {

  static final long HEAP = 8L << 20;
  static final long RESIDENT = 48L << 20;
  static final long THREADS = 2;
  static final long SOCKETS = 4;

  private static final int FEWEST = 6;

  private final List<Sample> settled;

  Flatness(List<Sample> samples, long transactions) {
    settled = samples.stream().filter(s -> s.done() >= Outages.warm(transactions)).toList();
  }

  /** What grew beyond its bound; empty if all is flat. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (settled.size() < FEWEST) {
      problems.add("only " + settled.size() + " looks after the warm-up: nothing can be told");
      return problems;
    }
    grown("heap after a collection", Sample::heap, HEAP, problems);
    grown("resident memory", Sample::resident, RESIDENT, problems);
    grown("threads", Sample::live, THREADS, problems);
    grown("sockets", Sample::sockets, SOCKETS, problems);
    settled.stream()
        .filter(s -> s.stuck() > 0)
        .forEach(
            s -> problems.add(s.stuck() + " branches stayed prepared at " + s.seconds() + " s"));
    return problems;
  }

  /** Which kinds of threads changed in number, and by how much. */
  private String changed() {
    Set<String> kinds = new TreeSet<>();
    settled.forEach(sample -> kinds.addAll(sample.threads().keySet()));
    List<String> changed = new ArrayList<>();
    for (String kind : kinds) {
      long growth = growth(sample -> sample.threads().getOrDefault(kind, 0));
      if (growth != 0) {
        changed.add(String.format(Locale.ROOT, "'%s' %+d", kind, growth));
      }
    }
    return changed.isEmpty() ? "none" : String.join(", ", changed);
  }

  private void grown(String what, ToLongFunction<Sample> value, long bound, List<String> problems) {
    long growth = growth(value);
    if (growth > bound) {
      problems.add(what + " grew by " + growth + ", more than " + bound);
    }
  }

  private long growth(ToLongFunction<Sample> value) {
    int third = settled.size() / 3;
    return median(settled.subList(settled.size() - third, settled.size()), value)
        - median(settled.subList(0, third), value);
  }

  private static long median(List<Sample> samples, ToLongFunction<Sample> value) {
    return samples.stream().mapToLong(value).sorted().toArray()[samples.size() / 2];
  }

  String inWords() {
    return String.format(
        Locale.ROOT,
        "from the first third after the warm-up to the last: heap %+d KB (bound %d), RSS %+d KB"
            + " (bound %d), threads %+d (bound %d; changed: %s), sockets %+d (bound %d)",
        growth(Sample::heap) >> 10,
        HEAP >> 10,
        growth(Sample::resident) >> 10,
        RESIDENT >> 10,
        growth(Sample::live),
        THREADS,
        changed(),
        growth(Sample::sockets),
        SOCKETS);
  }
}

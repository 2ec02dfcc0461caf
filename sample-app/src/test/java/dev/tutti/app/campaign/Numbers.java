package dev.tutti.app.campaign;

import java.util.BitSet;
import java.util.List;

/**
 * The numbers of the orders that one source holds: a bit for each, so that millions need no memory.
 * Not thread-safe.
 */
final class Numbers {

  private static final int SHOWN = 5;

  private final String source;
  private final List<String> problems;
  private final BitSet held = new BitSet();

  Numbers(String source, List<String> problems) {
    this.source = source;
    this.problems = problems;
  }

  /** One more is there; it may be there only once. */
  void add(long id) {
    if (held.get(Math.toIntExact(id))) {
      problem("order " + id + " is there more than once");
    }
    held.set(Math.toIntExact(id));
  }

  void problem(String what) {
    problems.add(source + ": " + what);
  }

  int count() {
    return held.cardinality();
  }

  /** Both hold the same. */
  void compare(Numbers other) {
    BitSet missing = (BitSet) other.held.clone();
    missing.andNot(held);
    if (!missing.isEmpty()) {
      problem(missing.cardinality() + " missing that " + other.source + " has: " + some(missing));
    }
    BitSet extra = (BitSet) held.clone();
    extra.andNot(other.held);
    if (!extra.isEmpty()) {
      problem(extra.cardinality() + " that " + other.source + " has not: " + some(extra));
    }
  }

  /** Holds exactly 1 to the last. */
  void requireAll(long last) {
    BitSet all = new BitSet();
    all.set(1, Math.toIntExact(last + 1));
    all.xor(held);
    if (!all.isEmpty()) {
      problem(all.cardinality() + " of 1 to " + last + " are missing or beyond: " + some(all));
    }
  }

  private static String some(BitSet numbers) {
    StringBuilder text = new StringBuilder();
    numbers.stream().limit(SHOWN).forEach(n -> text.append(n).append(' '));
    return text.append(numbers.cardinality() > SHOWN ? "..." : "").toString().strip();
  }
}

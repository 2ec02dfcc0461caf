package dev.tutti.app.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a comparison found. Filled by one thread. */
public final class VerificationReport {

  private static final int SHOWN = 20;

  private final Map<String, Counts> targets = new LinkedHashMap<>();
  private final List<String> differences = new ArrayList<>();
  private long records;

  /** What was found in one target. */
  public static final class Counts {
    private long items;
    private long missing;
    private long extra;
    private long different;
    private long rebuilt;

    private Counts() {}

    /**
     * Rows, messages or entries read.
     *
     * @return the number
     */
    public long items() {
      return items;
    }

    /**
     * What should be there and is not.
     *
     * @return the number
     */
    public long missing() {
      return missing;
    }

    /**
     * What should not be there, or not twice.
     *
     * @return the number
     */
    public long extra() {
      return extra;
    }

    /**
     * What is there with another value.
     *
     * @return the number
     */
    public long different() {
      return different;
    }

    /**
     * Cache entries that were refilled: they say nothing about what was written.
     *
     * @return the number
     */
    public long rebuilt() {
      return rebuilt;
    }
  }

  VerificationReport() {}

  /**
   * Counts of each target.
   *
   * @return by name, in the order of the mapping
   */
  public Map<String, Counts> targets() {
    return targets;
  }

  /**
   * The first differences in words.
   *
   * @return a bounded number of lines
   */
  public List<String> differences() {
    return differences;
  }

  /**
   * How many records were compared.
   *
   * @return records of the file, or keys found in any source
   */
  public long records() {
    return records;
  }

  /**
   * The sum over all targets.
   *
   * @param count which count
   * @return the sum
   */
  public long sum(java.util.function.ToLongFunction<Counts> count) {
    return targets.values().stream().mapToLong(count).sum();
  }

  /**
   * Whether nothing differs.
   *
   * @return true if so
   */
  public boolean isClean() {
    return sum(Counts::missing) + sum(Counts::extra) + sum(Counts::different) == 0;
  }

  void records(long number) {
    records = number;
  }

  private Counts counts(String target) {
    return targets.computeIfAbsent(target, t -> new Counts());
  }

  void begin(String target) {
    counts(target);
  }

  void item(String target, boolean rebuilt) {
    counts(target).items++;
    counts(target).rebuilt += rebuilt ? 1 : 0;
  }

  void missing(String target, String what) {
    counts(target).missing++;
    show(target + ": " + what);
  }

  void extra(String target, String what) {
    counts(target).extra++;
    show(target + ": " + what);
  }

  void different(String target, String what) {
    counts(target).different++;
    show(target + ": " + what);
  }

  private void show(String line) {
    if (differences.size() < SHOWN) {
      differences.add(line);
    }
  }
}

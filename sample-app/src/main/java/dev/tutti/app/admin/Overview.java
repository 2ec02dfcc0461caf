package dev.tutti.app.admin;

import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryList;
import dev.tutti.tm.recovery.Since;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many of what. Immutable.
 *
 * @param total everything listed, others' too
 * @param ours of this node
 * @param needOperator of those
 * @param states transactions in each state, the worst first
 * @param ages this node's transactions by their age
 * @param resources what each holds, by name
 */
record Overview(
    int total,
    int ours,
    int needOperator,
    List<State> states,
    List<Age> ages,
    List<Resource> resources) {

  private static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(1));

  /** Transactions in a state. */
  record State(BranchCondition state, int transactions) {}

  /**
   * Transactions of an age.
   *
   * @param belowSeconds its bound; 0 for no bound, -1 for an age that nobody knows
   */
  record Age(long belowSeconds, int transactions) {}

  /** What a resource holds. */
  record Resource(String name, boolean reachable, List<State> branches) {}

  static Overview of(RecoveryList list, List<Snapshot.Row> rows, long nowMillis) {
    Map<BranchCondition, Integer> states = new EnumMap<>(BranchCondition.class);
    Map<String, Map<BranchCondition, Integer>> resources = new TreeMap<>();
    list.unreachable().forEach(name -> of(resources, name));
    int[] ages = new int[BOUNDS.size() + 2];
    int ours = 0;
    int needOperator = 0;
    for (Snapshot.Row row : rows) {
      InDoubtTransaction transaction = row.transaction();
      states.merge(row.state(), 1, Integer::sum);
      transaction.committed().forEach(name -> of(resources, name));
      for (Branch branch : transaction.branches()) {
        of(resources, branch.resource()).merge(branch.condition(), 1, Integer::sum);
      }
      if (transaction.isOurs()) {
        ours++;
        ages[age(transaction.since(), nowMillis)]++;
        needOperator += transaction.needsOperator() ? 1 : 0;
      }
    }
    return new Overview(
        rows.size(),
        ours,
        needOperator,
        states(states),
        ages(ages),
        resources.entrySet().stream()
            .map(
                e ->
                    new Resource(
                        e.getKey(), !list.unreachable().contains(e.getKey()), states(e.getValue())))
            .toList());
  }

  private static Map<BranchCondition, Integer> of(
      Map<String, Map<BranchCondition, Integer>> resources, String name) {
    return resources.computeIfAbsent(name, key -> new EnumMap<>(BranchCondition.class));
  }

  private static List<State> states(Map<BranchCondition, Integer> counts) {
    return counts.entrySet().stream()
        .sorted((a, b) -> Integer.compare(States.rank(a.getKey()), States.rank(b.getKey())))
        .map(e -> new State(e.getKey(), e.getValue()))
        .toList();
  }

  private static List<Age> ages(int[] counts) {
    List<Age> ages = new ArrayList<>();
    for (int i = 0; i < BOUNDS.size(); i++) {
      ages.add(new Age(BOUNDS.get(i).toSeconds(), counts[i]));
    }
    ages.add(new Age(0, counts[BOUNDS.size()]));
    ages.add(new Age(-1, counts[BOUNDS.size() + 1]));
    return ages;
  }

  private static int age(Since since, long nowMillis) {
    if (since.epochMillis() == 0) {
      return BOUNDS.size() + 1;
    }
    Duration age = Duration.ofMillis(nowMillis - since.epochMillis());
    int i = 0;
    while (i < BOUNDS.size() && age.compareTo(BOUNDS.get(i)) >= 0) {
      i++;
    }
    return i;
  }
}

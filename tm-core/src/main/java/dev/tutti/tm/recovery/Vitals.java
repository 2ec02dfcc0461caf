package dev.tutti.tm.recovery;

import java.util.List;

/**
 * A running system at one moment. Counts and times are those since its start. Immutable.
 *
 * <p>It is put together from what is known already: no resource and no disk is asked for it. So
 * traffic and the log are as of now, and what is in doubt, held or unreachable is as of the last
 * recovery pass or list, at {@link DoubtVitals#seenAtMillis}. Counts that change meanwhile need not
 * add up to one another exactly.
 *
 * @param node this node with its store, as it stands in every xid
 * @param startedAtMillis when the system started; milliseconds since 1970-01-01 UTC
 * @param takenAtMillis when this was taken; milliseconds since 1970-01-01 UTC
 * @param running transactions that run now
 * @param outcomes how the others ended
 * @param resources each of the system, in the order of registration
 * @param doubt what is in doubt
 * @param log the decision log
 * @param recovery what recovery has done
 * @param health whether the process is alive, and ready for new work
 */
public record Vitals(
    String node,
    long startedAtMillis,
    long takenAtMillis,
    int running,
    OutcomeCounts outcomes,
    List<ResourceVitals> resources,
    DoubtVitals doubt,
    LogVitals log,
    RecoveryVitals recovery,
    Health health) {

  /**
   * Validates and copies.
   *
   * @param node see the component
   * @param startedAtMillis see the component
   * @param takenAtMillis see the component
   * @param running see the component
   * @param outcomes see the component
   * @param resources see the component
   * @param doubt see the component
   * @param log see the component
   * @param recovery see the component
   * @param health see the component
   */
  public Vitals {
    resources = List.copyOf(resources);
  }
}

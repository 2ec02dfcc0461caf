package dev.tutti.tm.transactional.matrix;

/** One way to annotate a method, with a {@link ProbeBean} behind it. */
public interface FrontDoor extends AutoCloseable {

  /** The bean, as its callers see it. */
  Probe probe();

  @Override
  default void close() {}
}

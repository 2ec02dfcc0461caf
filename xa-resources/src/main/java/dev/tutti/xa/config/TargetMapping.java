package dev.tutti.xa.config;

/** What a record becomes in one source. */
public sealed interface TargetMapping permits TableMapping, QueueMapping, CacheMapping {

  /**
   * The name of the target, as errors and reports show it.
   *
   * @return the key below {@code mapping.tables}, {@code mapping.queues} or {@code mapping.caches}
   */
  String name();

  /**
   * The source.
   *
   * @return the name of a configured resource
   */
  String resource();
}

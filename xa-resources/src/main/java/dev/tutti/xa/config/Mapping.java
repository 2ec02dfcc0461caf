package dev.tutti.xa.config;

import java.util.List;

/**
 * What becomes of a record, the {@code mapping} section. Immutable.
 *
 * @param key the idempotency key of a record
 * @param targets tables, then queues, then caches
 */
public record Mapping(Template key, List<TargetMapping> targets) {

  /**
   * Validates and copies.
   *
   * @param key see the component
   * @param targets see the component
   */
  public Mapping {
    targets = List.copyOf(targets);
  }

  /**
   * The targets of one type.
   *
   * @param <T> the type
   * @param type the type
   * @return in order
   */
  public <T extends TargetMapping> List<T> targets(Class<T> type) {
    return targets.stream().filter(type::isInstance).map(type::cast).toList();
  }
}

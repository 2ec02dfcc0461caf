package dev.tutti.xa.config;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A record as a message. Immutable.
 *
 * @param name the name of the target
 * @param resource the broker
 * @param queue the queue
 * @param body the text of the message; empty for JSON
 * @param fields what the JSON body holds; empty for the whole record
 * @param headers string properties of the message
 */
public record QueueMapping(
    String name,
    String resource,
    String queue,
    Optional<Template> body,
    List<String> fields,
    Map<String, Template> headers)
    implements TargetMapping {

  /** The property that carries the idempotency key of the record, so that a repeat is visible. */
  public static final String KEY_PROPERTY = "tutti_key";

  /**
   * Validates and copies.
   *
   * @param name see the component
   * @param resource see the component
   * @param queue see the component
   * @param body see the component
   * @param fields see the component
   * @param headers see the component
   */
  public QueueMapping {
    fields = List.copyOf(fields);
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }
}

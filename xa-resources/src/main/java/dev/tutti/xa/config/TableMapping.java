package dev.tutti.xa.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record as a row. Immutable.
 *
 * @param name the name of the target
 * @param resource the database
 * @param table the table, possibly with its schema before a dot
 * @param write what is done with the row
 * @param key the columns that tell a row from others
 * @param columns column to what stands in it
 */
public record TableMapping(
    String name,
    String resource,
    String table,
    Write write,
    List<String> key,
    Map<String, Template> columns)
    implements TargetMapping {

  /** What is done with the row. */
  public enum Write {
    /** A new row; one with the same key is refused by the database. */
    INSERT,
    /** A new row, or other values in the row with the same key. */
    UPSERT,
    /** The row with the same key goes away; it is no error if there is none. */
    DELETE
  }

  /**
   * Validates and copies.
   *
   * @param name see the component
   * @param resource see the component
   * @param table see the component
   * @param write see the component
   * @param key see the component
   * @param columns see the component
   */
  public TableMapping {
    key = List.copyOf(key);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }
}

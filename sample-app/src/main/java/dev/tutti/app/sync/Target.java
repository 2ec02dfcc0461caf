package dev.tutti.app.sync;

import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.sync.WriteContext;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;

/** Where records go, and where they are read back from. Thread-safe. */
interface Target {

  /** As reports show it. */
  String name();

  /** Learns what the source says of itself, and refuses a mapping that cannot work. */
  void open() throws SQLException, ResourceUnavailableException;

  /** What the target would hold of a record: validates, writes nothing. */
  Item expect(SourceRecord record, String key) throws RecordException;

  /** Writes a record in a transaction. */
  void write(WriteContext tx, SourceRecord record, String key) throws Exception;

  /** Whether an item goes away instead of coming. */
  default boolean deletes() {
    return false;
  }

  /** Whether there is an item for each key, so that one can be missed. */
  boolean complete();

  /** Whether what it holds proves anything; a cache that is refilled does not. */
  default boolean evidence() {
    return true;
  }

  /** Everything that is committed. */
  void read(Consumer<Item> each) throws SQLException, ResourceUnavailableException;

  /**
   * One row, message or entry.
   *
   * @param identity what tells it from others in its target
   * @param key the idempotency key; empty where the target cannot tell
   * @param values column, property or field of the entry to value
   * @param fields field of the record to value
   * @param rebuilt whether it was refilled from another source
   */
  record Item(
      String identity,
      String key,
      Map<String, Value> values,
      Map<String, Value> fields,
      boolean rebuilt) {}
}

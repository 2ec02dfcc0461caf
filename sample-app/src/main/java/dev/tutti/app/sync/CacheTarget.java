package dev.tutti.app.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.xa.config.CacheMapping;
import dev.tutti.xa.config.Template;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Records as cache entries. Volatile: never evidence that something was written. */
final class CacheTarget implements Target {

  private final CacheMapping mapping;
  private final CacheSource source;
  private final KeyTemplate key;

  CacheTarget(CacheMapping mapping, CacheSource source, KeyTemplate key) {
    this.mapping = mapping;
    this.source = source;
    this.key = key;
  }

  @Override
  public String name() {
    return mapping.name();
  }

  @Override
  public void open() {}

  @Override
  public boolean complete() {
    return false;
  }

  @Override
  public boolean evidence() {
    return false;
  }

  /** As an entry that was refilled: without what is null. */
  private Map<String, String> row(SourceRecord record) throws RecordException {
    Map<String, String> row = new LinkedHashMap<>();
    for (Map.Entry<String, Template> field : mapping.fields().entrySet()) {
      JsonNode value = record.value(name() + "." + field.getKey(), field.getValue());
      if (!value.isNull()) {
        row.put(field.getKey(), SourceRecord.plain(value));
      }
    }
    return row;
  }

  private String entryKey(SourceRecord record) throws RecordException {
    return record.text(name() + ".key", mapping.key(), true);
  }

  @Override
  public Item expect(SourceRecord record, String recordKey) throws RecordException {
    return item(entryKey(record), recordKey, row(record), false);
  }

  private Item item(String entryKey, String recordKey, Map<String, String> row, boolean rebuilt) {
    Map<String, Value> values = new LinkedHashMap<>();
    Map<String, Value> fields = new LinkedHashMap<>();
    mapping
        .fields()
        .forEach(
            (name, template) -> {
              String text = row.get(name);
              Value value = text == null ? Value.NULL : new Value(text, false);
              values.put(name, value);
              template.single().ifPresent(field -> fields.put(field.name(), value));
            });
    return new Item(
        entryKey, recordKey.isEmpty() ? key.of(fields) : recordKey, values, fields, rebuilt);
  }

  @Override
  public void write(WriteContext tx, SourceRecord record, String recordKey) throws RecordException {
    source.put(tx, entryKey(record), row(record));
  }

  @Override
  public void read(Consumer<Item> each) {
    source.forEach((entryKey, row, rebuilt) -> each.accept(item(entryKey, "", row, rebuilt)));
  }
}

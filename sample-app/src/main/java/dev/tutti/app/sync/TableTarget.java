package dev.tutti.app.sync;

import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.xa.config.TableMapping;
import dev.tutti.xa.config.TableMapping.Write;
import dev.tutti.xa.config.Template;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records as rows. */
final class TableTarget implements Target {

  private static final int FETCH = 500;

  private final TableMapping mapping;
  private final TableSource source;
  private final KeyTemplate key;
  private volatile @Nullable TableSql sql;

  TableTarget(TableMapping mapping, TableSource source, KeyTemplate key) {
    this.mapping = mapping;
    this.source = source;
    this.key = key;
  }

  @Override
  public String name() {
    return mapping.name();
  }

  @Override
  public void open() throws SQLException {
    try (Connection connection = source.committed().getConnection()) {
      sql = TableSql.describe(connection, mapping);
    }
  }

  private TableSql sql() {
    TableSql described = sql;
    if (described == null) {
      throw new IllegalStateException("open() comes first");
    }
    return described;
  }

  @Override
  public boolean deletes() {
    return mapping.write() == Write.DELETE;
  }

  @Override
  public boolean complete() {
    Set<String> row =
        mapping.key().stream()
            .flatMap(column -> columnTemplate(column).fields().stream())
            .collect(Collectors.toSet());
    return mapping.write() == Write.INSERT
        || (mapping.write() == Write.UPSERT && row.equals(key.template().fields()));
  }

  private Template columnTemplate(String column) {
    Template template = mapping.columns().get(column);
    if (template == null) {
      throw new IllegalStateException("the mapping has no column " + column);
    }
    return template;
  }

  /** The JDBC values, in the order of the columns. */
  private Map<String, @Nullable Object> convert(SourceRecord record) throws RecordException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Template> entry : mapping.columns().entrySet()) {
      if (deletes() && !mapping.key().contains(entry.getKey())) {
        continue;
      }
      String subject = name() + "." + entry.getKey();
      var json = record.value(subject, entry.getValue());
      try {
        values.put(entry.getKey(), sql().column(entry.getKey()).convert(json));
      } catch (RecordException e) {
        throw new RecordException(subject + ": " + e.getMessage());
      }
    }
    return values;
  }

  @Override
  public Item expect(SourceRecord record, String recordKey) throws RecordException {
    return item(convert(record), recordKey);
  }

  private Item item(Map<String, @Nullable Object> row, String recordKey) {
    Map<String, Value> values = new LinkedHashMap<>();
    Map<String, Value> fields = new LinkedHashMap<>();
    row.forEach(
        (column, object) -> {
          Value value = Value.ofJdbc(object, sql().column(column).isText());
          values.put(column, value);
          columnTemplate(column).single().ifPresent(field -> fields.put(field.name(), value));
        });
    String identity =
        mapping.key().stream()
            .map(column -> values.getOrDefault(column, Value.NULL).text())
            .collect(Collectors.joining(", "));
    return new Item(
        identity, recordKey.isEmpty() ? key.of(fields) : recordKey, values, fields, false);
  }

  @Override
  public void write(WriteContext tx, SourceRecord record, String recordKey) throws Exception {
    Map<String, @Nullable Object> row = convert(record);
    Connection connection = tx.use(source.participant());
    List<@Nullable Object> all = new ArrayList<>(row.values());
    List<@Nullable Object> keys = new ArrayList<>();
    mapping.key().forEach(column -> keys.add(row.get(column)));
    switch (mapping.write()) {
      case INSERT -> execute(connection, sql().insert(), all);
      case DELETE -> execute(connection, sql().delete(), keys);
      case UPSERT -> {
        List<@Nullable Object> update = new ArrayList<>();
        row.forEach(
            (column, value) -> {
              if (!mapping.key().contains(column)) {
                update.add(value);
              }
            });
        update.addAll(keys);
        if (execute(connection, sql().update(), update) == 0) {
          execute(connection, sql().insert(), all);
        }
      }
    }
  }

  private static int execute(Connection connection, String text, List<@Nullable Object> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      if (text.startsWith("SELECT")) {
        try (ResultSet rows = statement.executeQuery()) {
          return rows.next() ? 1 : 0;
        }
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public void read(Consumer<Item> each) throws SQLException, ResourceUnavailableException {
    try (Connection connection = source.committed().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql().select())) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Map<String, @Nullable Object> row = new LinkedHashMap<>();
          int i = 1;
          for (String column : mapping.columns().keySet()) {
            if (!deletes() || mapping.key().contains(column)) {
              row.put(column, sql().column(column).read(rows, i++));
            }
          }
          each.accept(item(row, ""));
        }
      }
    }
  }
}

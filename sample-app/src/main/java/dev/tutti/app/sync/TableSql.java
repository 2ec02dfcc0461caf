package dev.tutti.app.sync;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.TableMapping;
import dev.tutti.xa.config.TableMapping.Write;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The statements of a table, with the names as the database spells them.
 *
 * @param columns name in the mapping to column
 * @param insert all columns
 * @param update all but the key, where the key; a SELECT of the row where nothing else is there
 * @param delete where the key
 * @param select the mapped columns of each row
 */
record TableSql(
    Map<String, Column> columns, String insert, String update, String delete, String select) {

  /** What the metadata says. */
  private record Found(Column column, boolean mayBeLeftOut) {}

  Column column(String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException(name);
    }
    return column;
  }

  static TableSql describe(Connection connection, TableMapping mapping) throws SQLException {
    String at = "mapping.tables." + mapping.name();
    DatabaseMetaData meta = connection.getMetaData();
    Map<String, Found> found = new LinkedHashMap<>();
    String table = find(connection, meta, mapping.table(), found);
    if (table.isEmpty()) {
      throw new MissingTableException(at + ".table", mapping.table(), mapping.resource());
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    for (String name : mapping.columns().keySet()) {
      Found column = found.get(name.toLowerCase(Locale.ROOT));
      if (column == null) {
        throw new ConfigurationException(
            at + ".columns." + name,
            "the table has no such column; its columns are " + String.join(", ", found.keySet()));
      }
      columns.put(name, column.column());
    }
    if (mapping.write() != Write.DELETE) {
      refuseForgotten(at, found, columns);
    }
    return statements(table, quote(meta), mapping, columns);
  }

  private static void refuseForgotten(
      String at, Map<String, Found> found, Map<String, Column> columns) {
    found.forEach(
        (name, column) -> {
          if (!column.mayBeLeftOut() && !columns.containsValue(column.column())) {
            throw new ConfigurationException(
                at + ".columns", "the table needs a value for " + name + "; map it");
          }
        });
  }

  private static String find(
      Connection connection, DatabaseMetaData meta, String table, Map<String, Found> found)
      throws SQLException {
    int dot = table.lastIndexOf('.');
    String schema = dot < 0 ? connection.getSchema() : table.substring(0, dot);
    String name = table.substring(dot + 1);
    for (String spelled :
        new LinkedHashSet<>(
            List.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)))) {
      try (ResultSet rows =
          meta.getColumns(connection.getCatalog(), null, escaped(meta, spelled), null)) {
        String where = "";
        while (rows.next()) {
          String rowSchema = rows.getString("TABLE_SCHEM");
          if (schema != null && rowSchema != null && !rowSchema.equalsIgnoreCase(schema)) {
            continue;
          }
          Column column =
              new Column(
                  rows.getString("COLUMN_NAME"),
                  rows.getInt("DATA_TYPE"),
                  rows.getString("TYPE_NAME"),
                  rows.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                  rows.getInt("COLUMN_SIZE"),
                  rows.getInt("DECIMAL_DIGITS"));
          boolean filledIn =
              rows.getString("COLUMN_DEF") != null
                  || "YES".equals(rows.getString("IS_AUTOINCREMENT"))
                  || "YES".equals(rows.getString("IS_GENERATEDCOLUMN"));
          found.put(
              column.name().toLowerCase(Locale.ROOT),
              new Found(column, filledIn || column.nullable()));
          String quote = quote(meta);
          where =
              (rowSchema == null ? "" : quote + rowSchema + quote + ".")
                  + quote
                  + rows.getString("TABLE_NAME")
                  + quote;
        }
        if (!where.isEmpty()) {
          return where;
        }
      }
    }
    return "";
  }

  private static String escaped(DatabaseMetaData meta, String name) throws SQLException {
    String escape = meta.getSearchStringEscape();
    return escape == null || escape.isEmpty()
        ? name
        : name.replace("_", escape + "_").replace("%", escape + "%");
  }

  private static String quote(DatabaseMetaData meta) throws SQLException {
    return meta.getIdentifierQuoteString().strip();
  }

  private static TableSql statements(
      String table, String quote, TableMapping mapping, Map<String, Column> columns) {
    List<String> keys = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<String> all = new ArrayList<>();
    columns.forEach(
        (name, column) -> {
          String quoted = quote + column.name() + quote;
          all.add(quoted);
          if (!mapping.key().contains(name)) {
            others.add(quoted);
          }
        });
    for (String name : mapping.key()) {
      Column column = columns.get(name);
      keys.add(quote + (column == null ? name : column.name()) + quote);
    }
    String where = keys.stream().map(k -> k + " = ?").collect(Collectors.joining(" AND "));
    List<String> read =
        mapping.write() == Write.DELETE ? all.stream().filter(keys::contains).toList() : all;
    return new TableSql(
        columns,
        "INSERT INTO "
            + table
            + " ("
            + String.join(", ", all)
            + ") VALUES ("
            + all.stream().map(c -> "?").collect(Collectors.joining(", "))
            + ")",
        others.isEmpty()
            ? "SELECT 1 FROM " + table + " WHERE " + where
            : "UPDATE "
                + table
                + " SET "
                + others.stream().map(c -> c + " = ?").collect(Collectors.joining(", "))
                + " WHERE "
                + where,
        "DELETE FROM " + table + " WHERE " + where,
        "SELECT " + String.join(", ", read) + " FROM " + table);
  }
}

package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The rows of a table, by one column. A column that is null is left out of its row. */
final class TableRefillSource implements RefillSource {

  private static final Pattern IDENTIFIER =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*){0,2}");
  private static final int FETCH = 500;

  private final Unit unit;
  private final Dialect dialect;
  private final List<String> columns;
  private final String select;
  private final String keyColumn;

  /** Runs work on a connection of its own, and names the resource when it cannot be reached. */
  interface Unit {
    <T> T call(SqlWork<T> work) throws ResourceUnavailableException;
  }

  TableRefillSource(
      Unit unit, Dialect dialect, String table, String keyColumn, List<String> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a refill source needs at least one column");
    }
    this.unit = unit;
    this.dialect = dialect;
    this.columns = columns.stream().map(c -> identifier("column", c)).toList();
    this.keyColumn = identifier("key column", keyColumn);
    this.select =
        "SELECT "
            + this.keyColumn
            + ", "
            + String.join(", ", this.columns)
            + " FROM "
            + identifier("table", table);
  }

  private static String identifier(String what, String name) {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " '" + name + "' is not a plain SQL name: letters, digits and _, not quoted");
    }
    return name;
  }

  @Override
  public Optional<Map<String, String>> find(String key) throws ResourceUnavailableException {
    return unit.call(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(select + " WHERE " + keyColumn + " = ?")) {
            dialect.bindText(statement, 1, key);
            try (ResultSet rows = statement.executeQuery()) {
              return rows.next() ? Optional.of(row(rows)) : Optional.empty();
            }
          }
        });
  }

  @Override
  public void forEach(int limit, BiConsumer<String, Map<String, String>> each)
      throws ResourceUnavailableException {
    unit.call(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setMaxRows(limit);
            statement.setFetchSize(Math.min(limit, FETCH));
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                String key = rows.getString(1);
                if (key != null) {
                  each.accept(key, row(rows));
                }
              }
            }
          }
          return true;
        });
  }

  private Map<String, String> row(ResultSet rows) throws SQLException {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String value = rows.getString(i + 2);
      if (value != null) {
        row.put(columns.get(i), value);
      }
    }
    return row;
  }

  /** Work on a connection. */
  @FunctionalInterface
  interface SqlWork<T> {
    T run(Connection connection) throws SQLException;
  }
}

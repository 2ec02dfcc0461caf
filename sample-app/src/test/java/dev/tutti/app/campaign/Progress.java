package dev.tutti.app.campaign;

import dev.tutti.app.servers.RealSet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** How far a run has come, asked often over one plain connection. For one thread. */
final class Progress implements AutoCloseable {

  private final RealSet set;
  private @Nullable Connection connection;

  Progress(RealSet set) {
    this.set = set;
  }

  /** How many orders are committed; 0 while nobody can tell. */
  long orders() {
    return ask("SELECT count(*) FROM orders");
  }

  /** How many sessions the application has, this one left out. */
  long sessions() {
    return ask(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = current_user"
            + " AND pid <> pg_backend_pid()");
  }

  private long ask(String question) {
    try {
      Connection open = connection;
      if (open == null) {
        open = set.postgres().connect(RealSet.ORDERS);
        connection = open;
      }
      try (Statement statement = open.createStatement();
          ResultSet rows = statement.executeQuery(question)) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      close(); // The server is away, or has no such table yet.
      return 0;
    }
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It is gone already.
      }
    }
  }
}

package dev.tutti.xa.jdbc;

import dev.tutti.tm.spi.ReceiptStore.Claim;
import dev.tutti.tm.spi.ReceiptStore.KeyReceipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The table of receipts. Stateless: each call is given its connection. */
final class Receipts {

  private final Dialect dialect;

  Receipts(Dialect dialect) {
    this.dialect = dialect;
  }

  void prepare(Connection connection) throws SQLException {
    Tables.create(connection, dialect.createReceipts(), "tutti_receipt");
  }

  /** In the transaction of the connection; after {@code Taken} or {@code Held} it is given up. */
  Claim claim(Connection connection, KeyReceipt receipt, Duration wait) throws SQLException {
    int written;
    try {
      written = dialect.writeReceipt(connection, receipt, wait);
    } catch (SQLException e) {
      if (dialect.isLockTimeout(e)) {
        return new Claim.Held();
      }
      if (!dialect.isUniqueViolation(e)) {
        throw e;
      }
      written = 0;
    }
    if (written == 0) {
      // Its holder was purged, or rolled back, in between: ask again, as if it were still held.
      return find(connection, receipt.key())
          .<Claim>map(Claim.Taken::new)
          .orElseGet(Claim.Held::new);
    }
    return new Claim.Claimed();
  }

  Optional<KeyReceipt> find(Connection connection, String key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT tx_id, content FROM tutti_receipt WHERE idem_key = ?")) {
      select.setString(1, key);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(new KeyReceipt(key, rows.getString(1), rows.getString(2)))
            : Optional.empty();
      }
    }
  }

  int purge(Connection connection, Duration olderThan) throws SQLException {
    return Tables.purge(connection, dialect.purge("tutti_receipt", "1 = 1"), olderThan);
  }
}

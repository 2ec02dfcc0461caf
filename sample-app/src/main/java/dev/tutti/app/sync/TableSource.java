package dev.tutti.app.sync;

import dev.tutti.tm.spi.Participant;
import java.sql.Connection;
import javax.sql.DataSource;

/** A database, as targets need it. */
public interface TableSource {

  /**
   * For writing in a transaction.
   *
   * @return the resource
   */
  Participant<Connection> participant();

  /**
   * For reading what is committed.
   *
   * @return connections that auto-commit outside of transactions
   */
  DataSource committed();
}

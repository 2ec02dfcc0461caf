package dev.tutti.app.sync;

import dev.tutti.tm.spi.Participant;
import dev.tutti.tm.spi.ResourceUnavailableException;
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

  /**
   * Creates its tables, as often as you like.
   *
   * @return how many statements were run
   * @throws ResourceUnavailableException if it cannot be reached, or refuses
   */
  int init() throws ResourceUnavailableException;
}

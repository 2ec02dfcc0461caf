package dev.tutti.xa.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;

/** What gets a call out of a driver, where the driver itself would wait for the network. */
final class Rescue {

  private static final Logger LOG = System.getLogger(Rescue.class.getName());

  private Rescue() {}

  /** Runs it now, on a thread that lives as long as it takes. */
  static void start(Call call) {
    Thread thread =
        new Thread(
            () -> {
              try {
                call.run();
              } catch (SQLException | RuntimeException e) {
                LOG.log(Level.DEBUG, "a stuck call was not reached", e);
              }
            },
            "tutti-rescue");
    thread.setDaemon(true);
    thread.start();
  }

  /** What is run. */
  interface Call {
    void run() throws SQLException;
  }
}

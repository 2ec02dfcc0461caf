package dev.tutti.xa.kill;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.spi.ResourceManager;
import dev.tutti.tm.spi.XaResourceManager;
import dev.tutti.tm.sync.WriteContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;

/** One source of a scene: how its one item is written, and what it holds. */
interface Side {

  String ITEM = "item";

  ResourceManager manager();

  /** Makes tables, before the system starts. */
  default void prepare() throws Exception {}

  void write(WriteContext tx, String value) throws Exception;

  /** What is committed of the item. */
  List<String> values(TransactionSystem tutti) throws Exception;

  /**
   * What it must hold after these committed writes, of which the first {@code before} were made by
   * the process that died.
   */
  default List<String> expected(List<String> writes, int before) {
    return writes.isEmpty() ? List.of() : List.of(writes.get(writes.size() - 1));
  }

  default Optional<RefillSource> refill() {
    return Optional.empty();
  }

  /** How many branches wait on the server. One that is too slow for recovery is asked again. */
  default int prepared() throws Exception {
    if (!(manager() instanceof XaResourceManager xa)) {
      return 0;
    }
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsInstanceOf(XAException.class)
        .until(() -> listed(xa), number -> true);
  }

  private static int listed(XaResourceManager xa) throws Exception {
    try (RecoveryConnection connection = xa.openRecovery()) {
      return connection
          .xaResource()
          .recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)
          .length;
    }
  }

  /** What must be closed that the system does not close. */
  default void close() throws SQLException {}
}

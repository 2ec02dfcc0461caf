package dev.tutti.xa.kill;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.xa.jdbc.LastJdbcResource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A plain H2 data source as the last resource.
 *
 * @param own keeps the database open, and looks at it past the faults
 */
record LastSide(LastJdbcResource manager, LastCommit commit, Connection own) implements Side {

  static LastSide of(String name, Path dir) throws SQLException {
    JdbcDataSource real = new JdbcDataSource();
    real.setURL("jdbc:h2:retry:" + dir.resolve(name) + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    real.setUser("sa");
    LastCommit commit = new LastCommit(real);
    return new LastSide(LastJdbcResource.of(name, commit.source()), commit, real.getConnection());
  }

  @Override
  public void prepare() throws Exception {
    Rows.create(own);
  }

  @Override
  public void write(WriteContext tx, String value) throws Exception {
    Rows.write(tx.use(manager), value);
  }

  @Override
  public List<String> values(TransactionSystem tutti) throws Exception {
    return Rows.read(own);
  }

  @Override
  public Optional<RefillSource> refill() {
    return Optional.of(manager.refillSource("thing", "id", List.of("name")));
  }

  @Override
  public void close() throws SQLException {
    own.close();
  }
}

package dev.tutti.xa.kill;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.spi.RefillSource;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.xa.jdbc.JdbcResource;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** An H2 database in this process. */
record H2Side(JdbcResource manager) implements Side {

  static H2Side of(String name, Path dir) {
    return new H2Side(JdbcResource.h2(name).file(dir.resolve(name)).build());
  }

  @Override
  public void prepare() throws Exception {
    try (Connection connection = manager.dataSource().getConnection()) {
      Rows.create(connection);
    }
  }

  @Override
  public void write(WriteContext tx, String value) throws Exception {
    Rows.write(tx.use(manager), value);
  }

  @Override
  public List<String> values(TransactionSystem tutti) throws Exception {
    try (Connection connection = manager.dataSource().getConnection()) {
      return Rows.read(connection);
    }
  }

  @Override
  public Optional<RefillSource> refill() {
    return Optional.of(manager.refillSource("thing", "id", List.of("name")));
  }
}

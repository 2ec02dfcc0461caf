package dev.tutti.xa.matrix;

import dev.tutti.tm.spi.XaResourceManager;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.xa.jdbc.JdbcResource;
import dev.tutti.xa.jms.JmsResource;
import jakarta.jms.JMSContext;
import java.sql.PreparedStatement;

/** One real source of a scene, and how a value is written to it. */
sealed interface Side {

  XaResourceManager manager();

  void write(WriteContext tx, String value) throws Exception;

  /** What a value is called here; two sources of a scene may be the same database. */
  default String mine(String value) {
    return value + " " + manager().name();
  }

  /** A database: a row for each value. */
  record Database(JdbcResource manager) implements Side {
    @Override
    public void write(WriteContext tx, String value) throws Exception {
      try (PreparedStatement insert =
          tx.use(manager).prepareStatement("INSERT INTO thing (id) VALUES (?)")) {
        insert.setString(1, mine(value));
        insert.executeUpdate();
      }
    }
  }

  /** A broker: a message for each value. */
  record Queue(JmsResource manager, String queue) implements Side {
    @Override
    public void write(WriteContext tx, String value) {
      JMSContext context = tx.use(manager);
      context.createProducer().send(context.createQueue(queue), mine(value));
    }
  }
}

package dev.tutti.app.examples;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;

import javax.sql.DataSource;
import org.jooq.impl.DSL;
import org.jooq.tools.jdbc.JDBCUtils;

/** jOOQ over the data source; its own transaction() methods are not needed. */
public record Jooq(Shop shop) implements OrderDesk {

  @Override
  public void place(long id, String item) throws Exception {
    insert(shop.orders().dataSource(), "purchase", id, item);
    insert(shop.stock().dataSource(), "reservation", id, item);
    shop.announce(item);
    OrderDesk.check(item);
  }

  private static void insert(DataSource database, String table, long id, String item)
      throws Exception {
    try (var connection = database.getConnection()) {
      DSL.using(database, JDBCUtils.dialect(connection))
          .insertInto(table(table))
          .columns(field("id"), field("item"))
          .values(id, item)
          .execute();
    }
  }

  public static void main(String[] args) throws Exception {
    Embedded.run(Jooq::new);
  }
}

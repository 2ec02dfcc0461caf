package dev.tutti.app.examples;

import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;

/** Hibernate's own API: one session factory for each database. */
public final class HibernateNative implements OrderDesk, AutoCloseable {

  private final Shop shop;
  private final SessionFactory orders;
  private final SessionFactory stock;

  public HibernateNative(Shop shop) {
    this.shop = shop;
    orders = factory(shop.orders().dataSource(), Purchase.class);
    stock = factory(shop.stock().dataSource(), Reservation.class);
  }

  private SessionFactory factory(DataSource database, Class<?> entity) {
    return new MetadataSources(
            new StandardServiceRegistryBuilder()
                .applySetting(AvailableSettings.JAKARTA_JTA_DATASOURCE, database)
                .applySetting(AvailableSettings.TRANSACTION_COORDINATOR_STRATEGY, "jta")
                .applySetting(AvailableSettings.JTA_PLATFORM, new TuttiJtaPlatform(shop.tutti()))
                .applySetting(AvailableSettings.CURRENT_SESSION_CONTEXT_CLASS, "jta")
                .build())
        .addAnnotatedClass(entity)
        .buildMetadata()
        .buildSessionFactory();
  }

  @Override
  public void place(long id, String item) {
    // Opened in the transaction, so they join it; they flush before its commit, and close after it.
    Session purchases = orders.getCurrentSession();
    purchases.persist(new Purchase(id, item));
    Session reservations = stock.getCurrentSession();
    reservations.persist(new Reservation(id, item));
    shop.announce(item);
    OrderDesk.check(item);
  }

  @Override
  public void close() {
    orders.close();
    stock.close();
  }

  public static void main(String[] args) throws Exception {
    Embedded.run(HibernateNative::new);
  }
}

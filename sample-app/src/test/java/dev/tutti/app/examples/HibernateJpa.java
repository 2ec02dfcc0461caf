package dev.tutti.app.examples;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceUnitTransactionType;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** Jakarta Persistence: two persistence units in one transaction. */
public final class HibernateJpa implements OrderDesk, AutoCloseable {

  private final Shop shop;
  private final EntityManagerFactory orders;
  private final EntityManagerFactory stock;

  public HibernateJpa(Shop shop) {
    this.shop = shop;
    orders = unit("orders", shop.orders().dataSource(), Purchase.class);
    stock = unit("stock", shop.stock().dataSource(), Reservation.class);
  }

  private EntityManagerFactory unit(String name, DataSource database, Class<?> entity) {
    PersistenceConfiguration unit =
        new HibernatePersistenceConfiguration(name)
            .managedClass(entity)
            .transactionType(PersistenceUnitTransactionType.JTA)
            .property(AvailableSettings.JAKARTA_JTA_DATASOURCE, database)
            .property(AvailableSettings.JTA_PLATFORM, new TuttiJtaPlatform(shop.tutti()));
    return unit.createEntityManagerFactory();
  }

  @Override
  public void place(long id, String item) {
    // Closed here, the managers stay until the transaction is over: they flush before its commit.
    try (EntityManager purchases = orders.createEntityManager();
        EntityManager reservations = stock.createEntityManager()) {
      purchases.persist(new Purchase(id, item));
      reservations.persist(new Reservation(id, item));
    }
    shop.announce(item);
    OrderDesk.check(item);
  }

  @Override
  public void close() {
    orders.close();
    stock.close();
  }

  public static void main(String[] args) throws Exception {
    Embedded.run(HibernateJpa::new);
  }
}

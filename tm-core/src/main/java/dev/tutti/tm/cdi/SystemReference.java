package dev.tutti.tm.cdi;

import dev.tutti.tm.TransactionSystem;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The system bean of a container, looked up once. Thread-safe. */
final class SystemReference {

  static final String MISSING =
      "CDI has no bean of type "
          + TransactionSystem.class.getName()
          + ": produce one (@Produces @Singleton), or start the container with"
          + " addExtensions(TransactionSystemBean.of(system))";

  /** Of the containers that run, for what a container makes without telling which it is. */
  private static final List<SystemReference> RUNNING = new CopyOnWriteArrayList<>();

  private final BeanManager beans;
  private volatile @Nullable TransactionSystem known;

  SystemReference(BeanManager beans) {
    this.beans = beans;
  }

  /** There is one system in a JVM, so the first that is found is the one. */
  static Optional<TransactionSystem> ofAnyContainer() {
    for (SystemReference reference : RUNNING) {
      Optional<TransactionSystem> system = reference.find();
      if (system.isPresent()) {
        return system;
      }
    }
    return Optional.empty();
  }

  void containerStarted() {
    RUNNING.add(this);
  }

  void containerStops() {
    RUNNING.remove(this);
  }

  TransactionSystem get() {
    return find().orElseThrow(() -> new IllegalStateException(MISSING));
  }

  Optional<TransactionSystem> find() {
    TransactionSystem system = known;
    if (system == null) {
      Instance<TransactionSystem> instance = beans.createInstance().select(TransactionSystem.class);
      if (!instance.isResolvable()) {
        return Optional.empty();
      }
      system = instance.get();
      known = system;
    }
    return Optional.of(system);
  }
}

package dev.tutti.tm.cdi;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.transactional.matrix.FrontDoor;
import dev.tutti.tm.transactional.matrix.Probe;
import dev.tutti.tm.transactional.matrix.ProbeBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;

/** The probe as a bean of a container. */
record CdiDoor(SeContainer cdi, Probe probe) implements FrontDoor {

  /** With a client proxy in front: on a dependent bean Weld takes a nested call for a self-call. */
  @ApplicationScoped
  static class ScopedProbe extends ProbeBean {}

  static CdiDoor open(SeContainerInitializer initializer, TransactionSystem system) {
    SeContainer cdi =
        initializer
            .addBeanClasses(ScopedProbe.class)
            .addExtensions(TransactionSystemBean.of(system))
            .initialize();
    return new CdiDoor(cdi, cdi.select(ScopedProbe.class).get());
  }

  @Override
  public void close() {
    cdi.close();
  }
}

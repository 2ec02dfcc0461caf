package dev.tutti.tm.transactional.cdi;

import jakarta.enterprise.inject.se.SeContainerInitializer;

class WeldTest extends CdiContract {

  @Override
  SeContainerInitializer initializer() {
    return SeContainerInitializer.newInstance();
  }
}

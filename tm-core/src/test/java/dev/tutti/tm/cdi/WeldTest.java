package dev.tutti.tm.cdi;

import jakarta.enterprise.inject.se.SeContainerInitializer;

class WeldTest extends CdiContract {

  @Override
  SeContainerInitializer initializer() {
    return SeContainerInitializer.newInstance();
  }
}

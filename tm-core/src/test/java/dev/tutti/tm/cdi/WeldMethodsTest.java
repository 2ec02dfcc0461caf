package dev.tutti.tm.cdi;

import jakarta.enterprise.inject.se.SeContainerInitializer;

class WeldMethodsTest extends CdiMethodsContract {

  @Override
  SeContainerInitializer initializer() {
    return new WeldTest().initializer();
  }

  @Override
  boolean seesNestedCallsOfMethodsThatAreNotPublic() {
    return false;
  }
}

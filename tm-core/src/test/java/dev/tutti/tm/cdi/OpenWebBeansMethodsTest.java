package dev.tutti.tm.cdi;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import org.junit.jupiter.api.Tag;

@Tag("openwebbeans")
class OpenWebBeansMethodsTest extends CdiMethodsContract {

  @Override
  SeContainerInitializer initializer() {
    return new OpenWebBeansTest().initializer();
  }

  @Override
  boolean seesNestedCallsOfMethodsThatAreNotPublic() {
    return true;
  }
}

package dev.tutti.tm.transactional.cdi;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import org.junit.jupiter.api.Tag;

@Tag("openwebbeans")
class OpenWebBeansTest extends CdiContract {

  @Override
  SeContainerInitializer initializer() {
    return SeContainerInitializer.newInstance().disableDiscovery();
  }
}

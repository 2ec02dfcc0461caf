package dev.tutti.tm.cdi;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Tag;

@Tag("openwebbeans")
class OpenWebBeansTest extends CdiContract {

  @Override
  SeContainerInitializer initializer() {
    // Its containers are told apart by their loaders, also after a start that failed.
    return SeContainerInitializer.newInstance()
        .disableDiscovery()
        .setClassLoader(new URLClassLoader(new URL[0], getClass().getClassLoader()));
  }
}

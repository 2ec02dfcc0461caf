package dev.tutti.tm.recovery.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.log.Store;
import dev.tutti.tm.spi.RecoveryConnection;
import dev.tutti.tm.testing.ScriptedResource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitiesTest {

  @TempDir Path dir;

  /** An answer that came too late for its pass must not have hidden it from the next one. */
  @Test
  void aCopyIsNotBroughtToWhereItsOriginalHadBeen() throws Exception {
    ScriptedResource stock = new ScriptedResource("stock", dir.resolve("stock"));
    stock.countsPasses();
    stock.position(200);
    try (Store store = Store.open(dir.resolve("store"), "test")) {
      Identities identities = new Identities(store);
      assertThat(identities.changed(stock)).isEmpty();
      stock.position(200); // it had come to 201
      for (int look = 0; look < 3; look++) {
        try (RecoveryConnection connection = stock.openRecovery()) {
          Identities.Seen seen = identities.look(stock, connection);
          assertThat(identities.isDoubtful(stock, seen)).isTrue();
        }
      }
      assertThat(identities.changed(stock)).isPresent();
    }
  }
}

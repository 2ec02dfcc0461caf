package dev.tutti.xa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.xa.config.TlsSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresKindTest {

  private static String url(String url, TlsSettings tls) {
    try (JdbcResource resource =
        JdbcResource.postgresql("orders").url(url).user("app").tls(tls).build()) {
      return resource.toString();
    }
  }

  @Test
  void keepsWhatTheAddressSays() {
    String url =
        url(
            "jdbc:postgresql://db:5433/shop?connectTimeout=9&options=-c%20lock_timeout%3D7s",
            TlsSettings.OFF);
    assertThat(url)
        .startsWith("orders (jdbc:postgresql://db:5433/shop?connectTimeout=9&")
        .contains("sslmode=disable")
        .doesNotContain("connectTimeout=5");
    assertThat(url.indexOf("lock_timeout%3D7s")).isGreaterThan(url.indexOf("lock_timeout%3D5000"));
  }

  private static TlsSettings platform() {
    return new TlsSettings(
        TlsSettings.Mode.VERIFY_FULL, Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void verifiesTheHostWhereTlsIsAskedFor() {
    assertThat(url("jdbc:postgresql://db/shop", platform())).contains("sslmode=verify-full");
  }

  @Test
  void namesATlsFileThatIsNotThere() {
    TlsSettings tls = TlsSettings.verifyFull(Path.of("nowhere.pem"));
    assertThatThrownBy(() -> url("jdbc:postgresql://db/shop", tls))
        .hasMessage("resources.orders.tls.ca: nowhere.pem does not exist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:mysql://db/shop                      | does not begin with jdbc:postgresql:
          jdbc:postgresql://db:99999/shop           | is not like jdbc:postgresql://host:5432/database
          jdbc:postgresql://a,b/shop                | names several hosts
          jdbc:postgresql://db/shop?password=hidden | password does not belong into the address
          jdbc:postgresql://db/shop?user=app        | user does not belong into the address
          jdbc:postgresql://db/shop?readOnly=true   | leaves nothing to commit
          """)
  void refusesWhatCannotWork(String url, String message) {
    assertThatThrownBy(() -> url(url, TlsSettings.OFF))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("resources.orders.url: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void refusesTlsInTwoPlaces() {
    assertThatThrownBy(() -> url("jdbc:postgresql://db/shop?sslmode=require", platform()))
        .hasMessageContaining("sslmode is for the tls block");
  }
}

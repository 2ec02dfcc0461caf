package dev.tutti.xa.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tutti.tm.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsSettingsTest {

  @TempDir Path dir;

  private TlsSettings read(Map<String, String> values) {
    ResourceSettings settings =
        new ResourceSettings("orders", "resources.orders.", values, dir, dir);
    TlsSettings read = TlsSettings.of(settings);
    settings.refuseUnknown();
    return read;
  }

  private ConfigurationException refused(Map<String, String> values) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(values));
  }

  @Test
  void isOffWithoutABlock() {
    assertThat(read(Map.of())).isEqualTo(TlsSettings.OFF);
    assertThat(TlsSettings.OFF.isOn()).isFalse();
  }

  @Test
  void verifiesTheHostUnlessToldOtherwise() {
    TlsSettings read = read(Map.of("tls.ca", "ca.pem"));

    assertThat(read).isEqualTo(TlsSettings.verifyFull(dir.resolve("ca.pem")));
    assertThat(read.isOn()).isTrue();
    assertThat(read(Map.of("tls", "")).mode()).isEqualTo(TlsSettings.Mode.VERIFY_FULL);
  }

  @Test
  void readsEveryKey() {
    Map<String, String> values =
        Map.of("tls.mode", "verify-ca", "tls.ca", "a", "tls.cert", "b", "tls.key", "c");

    TlsSettings read = read(values);

    assertThat(read.mode()).isEqualTo(TlsSettings.Mode.VERIFY_CA);
    assertThat(read.ca()).contains(dir.resolve("a"));
    assertThat(read.cert()).contains(dir.resolve("b"));
    assertThat(read.key()).contains(dir.resolve("c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tls.mode | require | tls.mode: 'require' is none of verify-full, verify-ca, off
          tls.cert | x       | tls.cert: is given without tls.key
          tls.key  | x       | tls.key: is given without tls.cert
          tls.cs   | x       | tls.cs: is unknown; did you mean resources.orders.tls.ca?
          tls      | on      | tls: 'on' is no block: write tls: {mode: ...}
          """)
  void refusesWhatIsWrong(String key, String value, String message) {
    assertThat(refused(Map.of(key, value))).hasMessage("resources.orders." + message);
  }

  @Test
  void refusesCertificatesThatWouldNotBeUsed() {
    assertThat(refused(Map.of("tls.mode", "off", "tls.ca", "ca.pem")))
        .hasMessageStartingWith("resources.orders.tls.mode: is off, but certificates are given");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -----BEGIN ENCRYPTED PRIVATE KEY----- | is a key with a password: write it without one, openssl pkcs8
          -----BEGIN RSA PRIVATE KEY-----       | is a key in an older form (RSA): write it as PKCS#8, openssl pkcs8
          something                             | holds no private key in PEM
          """)
  void saysWhatIsWrongWithAKey(String text, String message) throws Exception {
    Path file = Files.writeString(dir.resolve("client.key"), text);

    ConfigurationException refusal =
        catchThrowableOfType(ConfigurationException.class, () -> Pem.privateKey("k", file));

    assertThat(refusal).hasMessageStartingWith("k: " + file + " " + message);
  }

  @Test
  void namesTheFileThatCannotBeUsed() throws Exception {
    Path missing = dir.resolve("missing.pem");
    Path empty = Files.writeString(dir.resolve("empty.pem"), "nothing here");

    assertThat(context(missing))
        .hasMessage("resources.orders.tls.ca: " + missing + " does not exist");
    assertThat(context(empty))
        .hasMessage("resources.orders.tls.ca: " + empty + " holds no certificate in PEM");
  }

  private static ConfigurationException context(Path ca) {
    return catchThrowableOfType(
        ConfigurationException.class, () -> TlsSettings.verifyFull(ca).context("orders"));
  }
}

package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.app.admin.Contract;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tutti serve} with a certificate and a key in PEM, asked by a client that checks it. */
class PemTest {

  private static final Path CONFIG = Path.of("..", "config", "embedded.yaml");

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"EC, 256", "RSA, 2048"})
  void aClientThatChecksTheCertificateIsServed(String algorithm, String bits) throws Exception {
    Path keys = keys("mine", algorithm, bits);
    KeyStore store = store(keys);
    X509Certificate mine = (X509Certificate) store.getCertificate("admin");
    PrivateKey key = (PrivateKey) store.getKey("admin", "changeit".toCharArray());
    assertThat(key.getFormat()).isEqualTo("PKCS#8");
    try (Serving serving =
        Serving.of(
            CONFIG,
            dir.resolve("data"),
            "--tls-certificate",
            pem("chain.pem", "CERTIFICATE", mine.getEncoded()),
            "--tls-key",
            pem("key.pem", "PRIVATE KEY", key.getEncoded()))) {
      assertThat(serving.url()).startsWith("https://");
      HttpClient client = trusting(keys);
      Contract contract =
          Contract.of(client, serving.url().substring(0, serving.url().length() - 1));
      HttpResponse<String> answer = contract.check(list(client, serving));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      Certificate shown = answer.sslSession().orElseThrow().getPeerCertificates()[0];
      assertThat(shown).isEqualTo(mine);
      assertThat(shown.getPublicKey().getAlgorithm()).isEqualTo(algorithm);

      HttpClient other = trusting(keys("other", algorithm, bits));
      assertThatThrownBy(() -> list(other, serving)).isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static HttpClient trusting(Path keys) throws Exception {
    return HttpClient.newBuilder().sslContext(Serving.trusting(keys, "changeit")).build();
  }

  private static HttpResponse<String> list(HttpClient client, Serving serving) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(serving.url() + "api/list"))
            .header("Authorization", "Bearer " + serving.operator())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String pem(String name, String what, byte[] content) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
            dir.resolve(name),
            "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n")
        .toString();
  }

  private static KeyStore store(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, "changeit".toCharArray());
    }
    return store;
  }

  /** Made by the JDK's own tool. */
  private Path keys(String name, String algorithm, String bits) throws Exception {
    Path keys = dir.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "admin",
                "-keyalg",
                algorithm,
                "-keysize",
                bits,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    return keys;
  }
}

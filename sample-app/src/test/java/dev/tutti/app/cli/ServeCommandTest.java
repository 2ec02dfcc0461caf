package dev.tutti.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tutti.app.admin.Contract;
import dev.tutti.app.wiring.Session;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tutti serve}, of a node that runs and of one that does not. */
class ServeCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  private static JsonNode ask(Serving serving, String method, String path, String body)
      throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String origin = serving.url().substring(0, serving.url().length() - 1);
    HttpResponse<String> answer =
        Contract.of(client, origin)
            .check(
                client.send(
                    HttpRequest.newBuilder(URI.create(serving.url() + path))
                        .header("Authorization", "Bearer " + serving.operator())
                        .header("Tutti-Operator", "Ada")
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                    HttpResponse.BodyHandlers.ofString()));
    return JSON.readTree(answer.body());
  }

  @Test
  void aStoppedNodesTransactionIsSettledInTwoSteps() throws Exception {
    LeftInDoubt scene = LeftInDoubt.in(dir);
    try (Serving serving = Serving.of(scene.config(), scene.data())) {
      assertThat(serving.out().lines().findFirst().orElseThrow())
          .contains("is not running: this command holds its log");
      assertThat(serving.out()).doesNotContain(serving.operator());
      JsonNode list = ask(serving, "GET", "api/list", "");
      assertThat(list.at("/transactions/0/id").asText()).as(list.toString()).isEqualTo(scene.id());
      JsonNode plan =
          ask(
              serving,
              "POST",
              "api/plan",
              "{\"subject\":\"" + scene.id() + "\",\"resolution\":\"COMMIT\"}");
      assertThat(scene.ledger().server().prepared()).as("shown only").hasSize(1);
      JsonNode done =
          ask(
              serving,
              "POST",
              "api/perform",
              "{\"confirmation\":" + plan.get("confirmation") + ",\"reason\":\"a test\"}");
      assertThat(done.at("/result/complete").asBoolean()).as(done.toString()).isTrue();
      assertThat(scene.ledger().server().committed()).containsEntry("a", "1");
      assertThat(ask(serving, "GET", "api/history", "").at("/entries/0/who").asText())
          .isEqualTo("Ada");
      assertThat(ask(serving, "POST", "api/node", "{\"hold\":false}").get("state").asText())
          .isEqualTo("AWAY");
      assertThat(scene.tutti("recovery", "list").code()).as("the log was let go").isZero();
    }
  }

  @Test
  void aNodeIsFollowedWhenItEndsAndComesBack() throws Exception {
    Path data = dir.resolve("data");
    Path config = Path.of("..", "config", "embedded.yaml");
    Session running = Session.open(config, data);
    try (Serving serving = Serving.of(config, data)) {
      assertThat(serving.out()).contains("is running: process ");
      assertThat(ask(serving, "GET", "api/vitals", "").get("node").asText())
          .isEqualTo(running.nodeId());
      running.close();
      await().atMost(Duration.ofSeconds(30)).until(() -> state(serving).equals("AWAY"));
      assertThat(ask(serving, "GET", "api/list", "").get("error").asText()).isEqualTo("node_away");
      running = Session.open(config, data); // its log was left alone
      await().atMost(Duration.ofSeconds(30)).until(() -> state(serving).equals("RUNNING"));
      assertThat(ask(serving, "GET", "api/list", "").get("matching").asInt()).isZero();
      assertThat(ask(serving, "GET", "api/node", "").get("changes")).hasSize(2);
      assertThat(serving.err()).contains("does not run", "is running: process ");
    } finally {
      running.close();
    }
  }

  private static String state(Serving serving) throws Exception {
    return ask(serving, "GET", "api/node", "").get("state").asText();
  }

  @Test
  void othersAreServedOnlyWithACertificate() throws Exception {
    Path data = dir.resolve("data");
    Run refused = Run.tutti(data, "serve", "--host", "0.0.0.0");
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("--tls-certificate").hasLineCount(1);
    assertThat(data.resolve("log")).as("nothing was taken").doesNotExist();
    assertThat(Run.tutti(data, "serve", "--tls-key", "x").err()).contains("--tls-certificate");
    Path none = Files.writeString(dir.resolve("none.pem"), "nothing");
    Run bad =
        Run.tutti(
            data, "serve", "--tls-certificate", none.toString(), "--tls-key", none.toString());
    assertThat(bad.code()).isEqualTo(ExitCode.USAGE);
    assertThat(bad.err()).contains("holds no certificate").hasLineCount(1);
  }

  @Test
  void withACertificateItSpeaksTlsAndItsCookieIsSecure() throws Exception {
    Path keys = dir.resolve("keys.p12");
    Path password = Files.writeString(dir.resolve("password"), "changeit\n");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "admin",
                "-keyalg",
                "EC",
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
    try (Serving serving =
        Serving.of(
            Path.of("..", "config", "embedded.yaml"),
            dir.resolve("data"),
            "--tls-certificate",
            keys.toString(),
            "--tls-password-file",
            password.toString())) {
      assertThat(serving.url()).startsWith("https://");
      HttpResponse<String> login =
          HttpClient.newBuilder()
              .sslContext(Serving.trusting(keys, "changeit"))
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create(serving.url() + "api/login"))
                      .header("Content-Type", "application/json")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              "{\"token\":\"" + serving.operator() + "\"}"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
      assertThat(login.headers().firstValue("Set-Cookie").orElseThrow())
          .startsWith("__Host-tutti_admin_")
          .endsWith("; Secure");
      assertThat(login.headers().map()).containsKey("strict-transport-security");
    }
  }

  @Test
  void aPortThatIsTakenIsSaidToBe() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Run refused = Run.tutti(dir.resolve("data"), "serve", "--port", port);
      assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err()).contains("--port", "is taken").hasLineCount(1);
    }
  }
}

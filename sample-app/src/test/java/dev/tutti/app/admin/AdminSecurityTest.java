package dev.tutti.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tutti.tm.config.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not come in, over a real socket. */
class AdminSecurityTest {

  private static final String PLAN =
      "{\"subject\":\"shop-k3v9x2m-1-6a5c0e9f-2\",\"resolution\":\"COMMIT\"}";

  @TempDir Path dir;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    admin = new Admin(dir);
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private static void refused(HttpResponse<String> answer, int status, String error)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode body = Admin.json(answer);
    assertThat(body.get("error").asText()).isEqualTo(error);
    assertThat(body.get("message").asText()).isNotBlank();
    assertThat(body.get("whatToDo").asText()).isNotBlank();
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void nothingIsSaidWithoutAToken() throws Exception {
    for (Route route : admin.server.routes()) {
      if (route.needed().isPresent()) {
        String path = route.path().replaceAll("\\{.*}", "x");
        refused(admin.send(route.verb().name(), path, ""), 401, "no_token");
      }
    }
    assertThat(admin.recovery.listed).hasValue(0);
    assertThat(Admin.json(admin.send("GET", "/api/session", "")).get("role").isNull()).isTrue();
  }

  @Test
  void aWrongTokenOpensNothing() throws Exception {
    refused(admin.get("/api/list", "wrong"), 401, "wrong_token");
    refused(admin.get("/api/list", ""), 401, "wrong_token");
    refused(
        admin.send("GET", "/api/list", "", "Authorization", "Basic " + admin.viewer),
        401,
        "wrong_token");
    refused(
        admin.send("POST", "/api/login", "{\"token\":\"wrong\"}", "Origin", admin.origin()),
        401,
        "wrong_token");
    refused(
        admin.send(
            "GET", "/api/list", "", "Cookie", "tutti_admin_" + admin.server.port() + "=wrong"),
        401,
        "no_token");
  }

  @Test
  void aViewerDecidesNothing() throws Exception {
    for (Route route : admin.server.routes()) {
      if (route.needed().equals(Optional.of(Role.OPERATOR))) {
        refused(admin.post(route.path(), admin.viewer, PLAN), 403, "not_allowed");
      }
    }
    assertThat(admin.get("/api/list", admin.viewer).statusCode()).isEqualTo(200);
    assertThat(admin.post("/api/plan", admin.operator, PLAN).statusCode()).isEqualTo(200);
    assertThat(admin.recovery.history).isEmpty();
    assertThat(admin.recovery.drained).hasValue(0);
  }

  @Test
  void anotherSitesPageChangesNothing() throws Exception {
    String[] session = admin.login(admin.operator);
    String cookie = session[0];
    String csrf = session[1];
    String us = admin.origin();
    assertThat(
            admin
                .send(
                    "POST", "/api/plan", PLAN, "Cookie", cookie, "X-CSRF-Token", csrf, "Origin", us)
                .statusCode())
        .isEqualTo(200);
    List<String[]> strange =
        List.of(
            new String[] {"Cookie", cookie, "Origin", us}, // no header
            new String[] {"Cookie", cookie, "Origin", us, "X-CSRF-Token", "wrong"},
            new String[] {"Cookie", cookie, "X-CSRF-Token", csrf}, // from nowhere
            new String[] {"Cookie", cookie, "X-CSRF-Token", csrf, "Origin", "http://evil.example"},
            new String[] {"Cookie", cookie, "X-CSRF-Token", csrf, "Origin", "null"},
            new String[] {"Cookie", cookie, "X-CSRF-Token", csrf, "Origin", "http://127.0.0.1:1"},
            new String[] {"Cookie", cookie, "X-CSRF-Token", csrf, "Sec-Fetch-Site", "cross-site"},
            new String[] {
              "Cookie", cookie, "X-CSRF-Token", csrf, "Origin", us, "Sec-Fetch-Site", "same-site"
            });
    for (String[] headers : strange) {
      refused(admin.send("POST", "/api/plan", PLAN, headers), 403, "cross_site");
    }
    refused(
        admin.send("GET", "/api/list", "", "Cookie", cookie, "Sec-Fetch-Site", "same-site"),
        403,
        "cross_site");
    refused(
        admin.send("POST", "/api/login", "{\"token\":\"x\"}", "Origin", "http://evil.example"),
        403,
        "cross_site");
  }

  @Test
  void aSessionsCookieIsNoScriptsBusinessAndEnds() throws Exception {
    String[] session = admin.login(admin.viewer);
    assertThat(session[2])
        .contains("; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=28800")
        .doesNotContain(admin.viewer);
    assertThat(admin.send("GET", "/api/list", "", "Cookie", session[0]).statusCode())
        .isEqualTo(200);
    admin.nanos.addAndGet(Sessions.IDLE.toNanos());
    refused(admin.send("GET", "/api/list", "", "Cookie", session[0]), 401, "no_token");

    String[] other = admin.login(admin.viewer);
    assertThat(
            admin
                .send(
                    "POST",
                    "/api/logout",
                    "",
                    "Cookie",
                    other[0],
                    "X-CSRF-Token",
                    other[1],
                    "Origin",
                    admin.origin())
                .statusCode())
        .isEqualTo(200);
    refused(admin.send("GET", "/api/list", "", "Cookie", other[0]), 401, "no_token");

    String[] used = admin.login(admin.viewer);
    for (long minutes = 0; minutes < Sessions.LONGEST.toMinutes(); minutes += 20) {
      assertThat(admin.send("GET", "/api/node", "", "Cookie", used[0]).statusCode()).isEqualTo(200);
      admin.nanos.addAndGet(Duration.ofMinutes(20).toNanos());
    }
    refused(admin.send("GET", "/api/node", "", "Cookie", used[0]), 401, "no_token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/page.css/../../openapi.json",
        "/%252e%252e/etc/passwd",
        "/..;/etc/passwd",
        "/api/show/..%2f..%2fetc%2fpasswd",
        "//etc/passwd",
        "/dev/tutti/app/admin/AdminServer.class",
        "/page.css%00.js"
      })
  void noPathLeadsOutOfThePage(String path) throws Exception {
    String answer =
        admin.raw(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + admin.server.port()
                + "\r\nConnection: close\r\n\r\n");
    assertThat(answer).containsPattern("^HTTP/1.1 (400|401|404|421)").doesNotContain("root:");
    assertThat(answer).contains("\"whatToDo\"").contains("nosniff").doesNotContain("Jetty");
  }

  @Test
  void aBodyOrHeadThatIsTooLargeIsNotRead() throws Exception {
    String large = "{\"subject\":\"" + "x".repeat(Body64k.LIMIT) + "\"}";
    refused(admin.post("/api/plan", admin.operator, large), 413, "too_large");
    String chunked =
        admin.raw(
            "POST /api/plan HTTP/1.1\r\nHost: 127.0.0.1:"
                + admin.server.port()
                + "\r\nAuthorization: Bearer "
                + admin.operator
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n"
                + "12000\r\n"
                + "x".repeat(0x12000)
                + "\r\n0\r\n\r\n");
    assertThat(chunked).startsWith("HTTP/1.1 413");
    String head =
        admin.raw(
            "GET / HTTP/1.1\r\nHost: 127.0.0.1:"
                + admin.server.port()
                + "\r\nX-Long: "
                + "x".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");
    assertThat(head).startsWith("HTTP/1.1 431").contains("\"whatToDo\"");
  }

  @Test
  void whoTricklesIsClosedAndTheOthersAreServed() throws Exception {
    admin.close();
    admin = new Admin(dir, new FakeRecovery(true), Duration.ofSeconds(2));
    List<Socket> slow = new CopyOnWriteArrayList<>();
    Set<Socket> closed = ConcurrentHashMap.newKeySet();
    // None of them is ever silent for as long as the idle timeout.
    ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
    ScheduledFuture<?> unused =
        trickle.scheduleWithFixedDelay(
            () -> slow.stream().filter(AdminSecurityTest::isClosed).forEach(closed::add),
            0,
            100,
            TimeUnit.MILLISECONDS);
    try {
      for (int i = 0; i < 60; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.server.port());
        slow.add(socket);
        String begun =
            i % 2 == 0
                ? "GET / HTTP/1.1\r\nX: "
                : "POST /api/login HTTP/1.1\r\nHost: 127.0.0.1:"
                    + admin.server.port()
                    + "\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{";
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(admin.get("/api/list", admin.viewer).statusCode()).isEqualTo(200);
      await().atMost(Duration.ofSeconds(20)).until(() -> closed.size() == 60);
      assertThat(admin.get("/api/list", admin.viewer).statusCode()).isEqualTo(200);
    } finally {
      trickle.shutdownNow();
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Sends one more byte. */
  private static boolean isClosed(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void onlyOurOwnNamesAreAnswered() throws Exception {
    for (String host :
        List.of(
            "evil.example", "evil.example:" + admin.server.port(), "127.0.0.1", "127.0.0.1:1")) {
      String answer =
          admin.raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 421").contains("wrong_host");
    }
    for (String host : Names.LOOPBACK) {
      assertThat(
              admin.raw(
                  "GET / HTTP/1.1\r\nHost: "
                      + host
                      + ":"
                      + admin.server.port()
                      + "\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void wrongTokensAreBorneAFewTimes() throws Exception {
    for (int i = 0; i < LoginLimit.EACH; i++) {
      refused(admin.get("/api/list", "wrong " + i), 401, "wrong_token");
    }
    refused(admin.get("/api/list", "wrong"), 429, "too_many");
    String login = "{\"token\":\"" + admin.operator + "\"}";
    refused(admin.send("POST", "/api/login", login), 429, "too_many");
    admin.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(admin.send("POST", "/api/login", login).statusCode()).isEqualTo(200);
  }

  @Test
  void theTableOfAddressesAndTheWholeAreBounded() {
    LoginLimit limit = new LoginLimit(admin.nanos::get);
    for (int i = 0; i < 3 * LoginLimit.ADDRESSES; i++) {
      limit.wrong("10.0." + i / 250 + "." + i % 250);
    }
    assertThat(limit.size()).isEqualTo(LoginLimit.ADDRESSES);
    assertThatThrownBy(() -> limit.check("192.0.2.1")).isInstanceOf(Problem.class);
    admin.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    limit.check("192.0.2.1");
    for (int i = 0; i < LoginLimit.EACH; i++) {
      limit.wrong("2001:db8::" + i);
    }
    assertThatThrownBy(() -> limit.check("2001:db8::ffff")).isInstanceOf(Problem.class);
    limit.check("2001:db8:1::1");
  }

  @Test
  void tokensAreTheirOwnersAlone() throws Exception {
    for (Role role : Role.values()) {
      Path file = Tokens.file(dir, role);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(file).strip()).as("256 bits").hasSize(43);
    }
    assertThat(admin.viewer).isNotEqualTo(admin.operator);
    try (var files = Files.list(dir)) {
      assertThat(files).as("nothing half written").hasSize(2);
    }
    Tokens.in(dir);
    assertThat(Files.readString(Tokens.file(dir, Role.VIEWER)).strip()).isEqualTo(admin.viewer);
    Files.setPosixFilePermissions(
        Tokens.file(dir, Role.VIEWER), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> Tokens.in(dir))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("others than its owner")
        .hasMessageNotContaining(admin.viewer);
  }

  @Test
  void nothingIsServedToOthersWithoutTls() {
    for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
      assertThatThrownBy(
              () ->
                  new AdminSettings(
                      host, 0, Optional.empty(), List.of("x"), Optional.empty(), Duration.ZERO))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("--tls-certificate");
    }
  }

  @Test
  void everyAnswerTellsTheBrowserToBeStrict() throws Exception {
    for (String path : List.of("/", "/main.js", "/api/session", "/api/list", "/nothing")) {
      HttpResponse<String> answer = admin.send("GET", path, "");
      Headers.ALL.forEach(
          (name, value) -> {
            if (!name.equals("Cache-Control") || path.startsWith("/api")) {
              assertThat(answer.headers().firstValue(name)).as(path + " " + name).hasValue(value);
            }
          });
    }
    assertThat(admin.send("GET", "/", "").body())
        .doesNotContain("<style", "style=", "onclick", "http:", "https:");
  }

  @Test
  void noSecretIsInAnyAnswer() throws Exception {
    for (Route route : admin.server.routes()) {
      String path = route.path().replaceAll("\\{.*}", "shop-k3v9x2m-1-6a5c0e9f-2");
      HttpResponse<String> answer =
          route.verb() == Route.Verb.GET
              ? admin.get(path, admin.operator)
              : admin.post(path, admin.operator, "{\"token\":\"" + admin.operator + "\"}");
      assertThat(answer.body() + answer.headers().map())
          .as(path)
          .doesNotContain(admin.operator)
          .doesNotContain(admin.viewer);
    }
  }
}

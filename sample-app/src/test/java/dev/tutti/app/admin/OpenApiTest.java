package dev.tutti.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document is one, and whatever it says that can be answered is answered so. */
class OpenApiTest {

  private static final String ID = "shop-k3v9x2m-1-6a5c0e9f-2";

  @TempDir Path dir;
  private Admin admin;

  @BeforeEach
  void start() throws Exception {
    admin = new Admin(dir);
  }

  @AfterEach
  void stop() {
    admin.recovery.goOn.countDown();
    admin.close();
  }

  @Test
  void itIsADocumentThatProgramsCanRead() {
    JsonNode document = admin.contract.document;
    assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
    for (JsonNode reference : document.findValues("$ref")) {
      assertThat(reference.asText()).startsWith("#/components/");
      assertThat(document.at(reference.asText().substring(1)).isObject())
          .as(reference.asText())
          .isTrue();
    }
    Schema dialect =
        SchemaRegistry.withDialect(Dialects.getDraft202012())
            .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));
    List<JsonNode> schemas = new ArrayList<>(document.findValues("schema"));
    document.at("/components/schemas").forEach(schemas::add);
    assertThat(schemas)
        .hasSizeGreaterThan(60)
        .allSatisfy(schema -> assertThat(dialect.validate(schema)).isEmpty());
    document.get("paths").properties().forEach(p -> operations(p.getKey(), p.getValue()));
  }

  private static void operations(String path, JsonNode operations) {
    Set<String> inPath = new TreeSet<>();
    Pattern.compile("(?<=\\{)\\w+(?=})")
        .matcher(path)
        .results()
        .map(MatchResult::group)
        .forEach(inPath::add);
    for (JsonNode operation : operations) {
      assertThat(operation.get("summary").asText()).as(path).isNotBlank();
      Set<String> declared = new TreeSet<>();
      for (JsonNode parameter : operation.path("parameters")) {
        assertThat(parameter.get("in").asText()).isIn("path", "query");
        if (parameter.get("in").asText().equals("path")) {
          assertThat(parameter.get("required").asBoolean()).isTrue();
          declared.add(parameter.get("name").asText());
        }
      }
      assertThat(declared).as(path).isEqualTo(inPath);
      for (JsonNode response : operation.get("responses")) {
        assertThat(response.has("$ref") || response.has("description")).as(path).isTrue();
      }
    }
  }

  @Test
  void itHasEachRouteWithItsRole() {
    List<String> documented = new ArrayList<>();
    admin
        .contract
        .document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            documented.add(
                                method.getValue().path("x-role").asText("anybody")
                                    + " "
                                    + method.getKey()
                                    + " "
                                    + path.getKey())));
    assertThat(documented)
        .containsExactlyInAnyOrder(
            "anybody get /api/openapi.json",
            "anybody get /api/session",
            "anybody post /api/login",
            "anybody post /api/logout",
            "anybody get /live",
            "anybody get /ready",
            "viewer get /api/node",
            "viewer get /api/conditions",
            "viewer get /api/list",
            "viewer get /api/show/{id}",
            "viewer get /api/explain/{subject}",
            "viewer get /api/explain",
            "viewer get /api/vitals",
            "viewer get /api/history",
            "viewer get /api/doctor",
            "viewer get /api/scan",
            "viewer get /api/drain",
            "viewer get /metrics",
            "operator post /api/node",
            "operator post /api/plan",
            "operator post /api/perform",
            "operator post /api/accept",
            "operator post /api/doctor",
            "operator post /api/scan",
            "operator post /api/drain/plan",
            "operator post /api/drain");
    for (Route route : admin.server.routes()) {
      assertThat(route.isDocumented()).as(route.path()).isEqualTo(!isFile(route.path()));
    }
  }

  private static boolean isFile(String path) {
    return path.matches("/|/\\w+\\.(js|css|svg)");
  }

  /** The states of a branch are what a client draws; the codes what it decides by. */
  @Test
  void whatIsClosedIsAnEnum() {
    JsonNode schemas = admin.contract.document.at("/components/schemas");
    assertThat(schemas.at("/BranchCondition/enum")).hasSize(9);
    assertThat(schemas.at("/ErrorCode/enum").toString()).contains("\"wrong_token\"");
    assertThat(schemas.at("/SnapshotTransaction/properties/state/$ref").asText())
        .isEqualTo("#/components/schemas/BranchCondition");
    assertThat(schemas.at("/SnapshotTransaction/required")).hasSize(7);
    assertThat(schemas.at("/Session/properties/role/anyOf/1/type").asText()).isEqualTo("null");
  }

  @Test
  void everythingThatItDeclaresIsAnswered() throws Exception {
    admin.contract.seen.clear();
    good();
    each();
    special();
    away();
    tooManyTokens();
    Set<String> declared = new TreeSet<>();
    for (Route route : admin.server.routes()) {
      for (int status : route.isDocumented() ? route.statuses() : Set.<Integer>of()) {
        // 500 is a defect of ours; 503 of what does not ask the node is its first moment.
        if (status != 500 && (status != 503 || asksTheNode(route))) {
          declared.add(route.verb() + " " + route.path() + " " + status);
        }
      }
    }
    assertThat(declared).hasSizeGreaterThan(150);
    assertThat(admin.contract.seen).containsAll(declared);
  }

  private static boolean asksTheNode(Route route) {
    return route
            .path()
            .matches("/api/(list|show.*|explain.*|vitals|history|plan|perform|accept)|/[a-z]+")
        && route.isDocumented();
  }

  private void answered(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(status);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return admin.get(path, admin.viewer);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return admin.post(path, admin.operator, body);
  }

  private static String path(Route route) {
    return route.path().replaceAll("\\{.*}", ID) + (route.path().endsWith("n") ? "?subject=x" : "");
  }

  private void good() throws Exception {
    for (Route route : admin.server.routes()) {
      if (route.isDocumented() && route.verb() == Route.Verb.GET) {
        answered(200, get(path(route)));
      }
    }
    answered(200, get("/api/explain/XAER_RMFAIL"));
    answered(200, admin.send("GET", "/api/session", ""));
    String[] session = admin.login(admin.operator);
    String[] headers = {"Cookie", session[0], "X-CSRF-Token", session[1], "Origin", admin.origin()};
    answered(200, admin.send("GET", "/api/session", "", headers));
    answered(200, admin.send("POST", "/api/logout", "", headers));
    String code = confirmation("/api/plan", "{\"subject\":\"x\",\"resolution\":\"COMMIT\"}");
    answered(200, post("/api/perform", "{\"confirmation\":\"" + code + "\"}"));
    answered(200, get("/api/history"));
    answered(200, post("/api/accept", "{\"resource\":\"stock\"}"));
    answered(200, post("/api/node", "{\"hold\":true}"));
  }

  private String confirmation(String path, String body) throws Exception {
    return Admin.json(post(path, body)).get("confirmation").asText();
  }

  /** What any route refuses. */
  private void each() throws Exception {
    for (Route route : admin.server.routes()) {
      if (!route.isDocumented()) {
        continue;
      }
      String path = path(route);
      String method = route.verb().name();
      String head = method + " " + path + " HTTP/1.1\r\nConnection: close\r\nHost: ";
      assertThat(admin.raw(head + "evil.example\r\n\r\n")).startsWith("HTTP/1.1 421");
      String large =
          head + "127.0.0.1:" + admin.server.port() + "\r\nContent-Length: 70000\r\n\r\n";
      assertThat(admin.raw(large)).startsWith("HTTP/1.1 413");
      if (route.identifies()) {
        answered(401, admin.send(method, path, "{\"token\":\"wrong\"}", wrongToken(route)));
        admin.nanos.addAndGet(60_000_000_000L);
        String body = route.body().isPresent() ? "{}" : "";
        answered(403, admin.send(method, path, body, "Sec-Fetch-Site", "cross-site"));
      }
      if (route.body().isPresent()) {
        answered(415, post(path, ""));
        answered(400, post(path, "{"));
      }
    }
  }

  private static String[] wrongToken(Route route) {
    return route.path().equals("/api/login")
        ? new String[0]
        : new String[] {"Authorization", "Bearer wrong"};
  }

  private void special() throws Exception {
    for (String path : List.of("list?limit=x", "history?offset=-1", "explain", "explain/%20")) {
      answered(400, get("/api/" + path));
    }
    answered(400, get("/api/show/%20"));
    answered(404, get("/api/show/other"));
    String gone = "{\"confirmation\":\"made up\"}";
    answered(410, post("/api/perform", gone));
    answered(410, post("/api/drain", gone));
    String mixes = confirmation("/api/plan", "{\"subject\":\"x\",\"resolution\":\"ROLLBACK\"}");
    answered(409, post("/api/perform", "{\"confirmation\":\"" + mixes + "\"}"));
    admin.recovery.takenByAnother = true;
    answered(409, post("/api/node", "{\"hold\":true}"));
    admin.recovery.waits = true;
    for (String work : List.of("doctor", "scan", "drain")) {
      String first = work.equals("drain") ? drain() : "";
      String second = work.equals("drain") ? drain() : "";
      answered(202, post("/api/" + work, first));
      answered(409, post("/api/" + work, second));
      answered(200, get("/api/" + work));
    }
  }

  private String drain() throws Exception {
    return "{\"confirmation\":\"" + confirmation("/api/drain/plan", "") + "\",\"waitSeconds\":0}";
  }

  private void away() throws Exception {
    String code = confirmation("/api/plan", "{\"subject\":\"x\",\"resolution\":\"COMMIT\"}");
    answered(200, post("/api/node", "{\"hold\":false}"));
    for (Route route : admin.server.routes()) {
      if (asksTheNode(route) && route.verb() == Route.Verb.GET) {
        answered(503, get(path(route)));
      }
    }
    answered(503, post("/api/plan", "{\"subject\":\"x\",\"resolution\":\"COMMIT\"}"));
    answered(503, post("/api/perform", "{\"confirmation\":\"" + code + "\"}"));
    answered(503, post("/api/accept", "{\"resource\":\"stock\"}"));
  }

  private void tooManyTokens() throws Exception {
    for (int i = 0; i < LoginLimit.EACH; i++) {
      answered(401, admin.get("/api/node", "wrong"));
    }
    for (Route route : admin.server.routes()) {
      if (route.identifies()) {
        String body = route.body().isPresent() ? "{\"token\":\"wrong\"}" : "";
        answered(429, admin.send(route.verb().name(), path(route), body, wrongToken(route)));
      }
    }
  }
}

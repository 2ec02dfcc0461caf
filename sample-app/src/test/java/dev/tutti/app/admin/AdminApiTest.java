package dev.tutti.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked, and that a decision takes two steps. */
class AdminApiTest {

  private static final String ID = "shop-k3v9x2m-1-6a5c0e9f-2";

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

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = admin.get(path, admin.viewer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Admin.json(answer);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return admin.send(
        "POST",
        path,
        body,
        "Authorization",
        "Bearer " + admin.operator,
        "Tutti-Operator",
        "Ada Lovelace");
  }

  private JsonNode plan(String resolution) throws Exception {
    HttpResponse<String> answer =
        post("/api/plan", "{\"subject\":\"" + ID + "\",\"resolution\":\"" + resolution + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Admin.json(answer);
  }

  @Test
  void theListIsFoundInAndPaged() throws Exception {
    JsonNode list = get("/api/list?limit=2");
    assertThat(list.get("matching").asInt()).isEqualTo(3);
    assertThat(list.get("transactions")).hasSize(2);
    assertThat(list.get("transactions").get(0).get("state").asText())
        .as("what needs a person is first")
        .isEqualTo("HEURISTIC");
    assertThat(get("/api/list?find=STOCK").get("transactions").get(0).get("id").asText())
        .isEqualTo(ID);
    assertThat(get("/api/list?state=ORPHAN").get("matching").asInt()).isEqualTo(1);
    assertThat(admin.get("/api/list?state=x", admin.viewer).statusCode()).isEqualTo(400);
    assertThat(admin.get("/api/list?limit=10001", admin.viewer).statusCode()).isEqualTo(400);
    assertThat(admin.recovery.listed).as("asked once for all").hasValue(1);
    assertThat(get("/api/show/" + ID).get("branches")).hasSize(2);
    assertThat(admin.get("/api/show/other", admin.viewer).statusCode()).isEqualTo(404);
    assertThat(get("/api/explain/XAER_RMFAIL").at("/explanation/summary").asText()).isNotBlank();
    assertThat(get("/api/explain?subject=" + ID).at("/transaction/id").asText()).isEqualTo(ID);
    assertThat(get("/api/vitals").get("resources")).hasSize(3);
    assertThat(get("/api/conditions")).hasSize(9);
  }

  @Test
  void aDecisionIsShownThenConfirmedOnce() throws Exception {
    assertThat(post("/api/perform", "{}").statusCode()).isEqualTo(400);
    assertThat(post("/api/perform", "{\"confirmation\":\"made up\"}").statusCode()).isEqualTo(410);
    String code = plan("COMMIT").get("confirmation").asText();
    String confirm = "{\"confirmation\":\"" + code + "\"}";
    String[] session = admin.login(admin.operator);
    assertThat(
            admin
                .send(
                    "POST",
                    "/api/perform",
                    confirm,
                    "Cookie",
                    session[0],
                    "X-CSRF-Token",
                    session[1],
                    "Origin",
                    admin.origin())
                .statusCode())
        .as("another's confirmation")
        .isEqualTo(410);

    assertThat(Admin.json(post("/api/perform", confirm)).at("/result/number").asInt()).isEqualTo(1);
    assertThat(post("/api/perform", confirm).statusCode()).as("a second time").isEqualTo(410);
    assertThat(get("/api/history").at("/entries/0/who").asText()).isEqualTo("Ada Lovelace");
    assertThat(get("/api/list").get("matching").asInt()).as("seen at once").isEqualTo(2);
  }

  @Test
  void aConfirmationGrowsOld() throws Exception {
    String code = plan("COMMIT").get("confirmation").asText();
    admin.nanos.addAndGet(Confirmations.VALID.toNanos());
    assertThat(post("/api/perform", "{\"confirmation\":\"" + code + "\"}").statusCode())
        .isEqualTo(410);
    assertThat(admin.recovery.history).isEmpty();
  }

  @Test
  void whatCouldMixNeedsForceAndAReason() throws Exception {
    JsonNode plan = plan("ROLLBACK");
    assertThat(plan.at("/plan/difference/0").asText()).contains("write it again");
    String code = "\"confirmation\":\"" + plan.get("confirmation").asText() + "\"";
    HttpResponse<String> without = post("/api/perform", "{" + code + "}");
    assertThat(without.statusCode()).isEqualTo(409);
    assertThat(without.body()).contains("needs_force");
    assertThat(post("/api/perform", "{" + code + ",\"force\":true}").statusCode())
        .as("no reason")
        .isEqualTo(400);
    assertThat(admin.recovery.history).isEmpty();
    HttpResponse<String> done =
        post("/api/perform", "{" + code + ",\"force\":true,\"reason\":\"stock is rebuilt\"}");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    assertThat(Admin.json(done).at("/result/difference/0").asText()).contains("write it again");
    assertThat(plan("FORGET").get("confirmation").isNull()).as("refused").isTrue();
  }

  @Test
  void longWorkIsStartedAndLookedAt() throws Exception {
    assertThat(post("/api/doctor", "").statusCode()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get("/api/doctor").get("state").asText().equals("DONE"));
    assertThat(get("/api/doctor").at("/result/diagnoses")).hasSize(3);
    assertThat(post("/api/scan", "").statusCode()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get("/api/scan").get("state").asText().equals("DONE"));
    assertThat(post("/api/drain", "{\"confirmation\":\"made up\"}").statusCode()).isEqualTo(410);
    String code = Admin.json(post("/api/drain/plan", "")).get("confirmation").asText();
    assertThat(admin.recovery.drained).hasValue(0);
    assertThat(post("/api/drain", "{\"confirmation\":\"" + code + "\"}").statusCode())
        .isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get("/api/drain").get("state").asText().equals("DONE"));
    assertThat(admin.recovery.drained).hasValue(1);
  }

  @Test
  void aNodeThatIsAwayIsSaidToBe() throws Exception {
    assertThat(Admin.json(post("/api/node", "{\"hold\":false}")).get("state").asText())
        .isEqualTo("AWAY");
    HttpResponse<String> list = admin.get("/api/list", admin.viewer);
    assertThat(list.statusCode()).isEqualTo(503);
    assertThat(list.body()).contains("node_away");
    assertThat(Admin.json(post("/api/node", "{\"hold\":true}")).get("state").asText())
        .isEqualTo("HELD_HERE");
    assertThat(get("/api/list").get("matching").asInt()).isEqualTo(3);
    assertThat(Admin.json(post("/api/accept", "{\"resource\":\"stock\"}")).get("accepted").asText())
        .isEqualTo("stock");
    assertThat(post("/api/accept", "{\"resource\":\"no\"}").statusCode()).isEqualTo(400);
    assertThat(admin.recovery.accepted).containsExactly("stock");
  }

  @Test
  void supervisorsAreToldInOneWordAndMetersNeedAToken() throws Exception {
    assertThat(admin.send("GET", "/live", "").body()).isEqualTo("live\n");
    assertThat(admin.send("GET", "/ready", "").body()).isEqualTo("ready\n");
    assertThat(admin.send("GET", "/metrics", "").statusCode()).isEqualTo(401);
    assertThat(admin.get("/metrics", admin.viewer).body()).contains("tutti_");
    admin.recovery.release();
    HttpResponse<String> away = admin.send("GET", "/ready", "");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.body()).isEqualTo("node away\n");
    assertThat(admin.get("/metrics", admin.viewer).statusCode()).isEqualTo(503);
  }

  @Test
  void whatIsNotAskedRightIsSaidInOneShape() throws Exception {
    assertThat(post("/api/plan", "{").statusCode()).isEqualTo(400);
    assertThat(post("/api/plan", "[]").statusCode()).isEqualTo(400);
    assertThat(post("/api/plan", "{\"subject\":\"x\",\"resolution\":0}").statusCode())
        .as("no number is a decision")
        .isEqualTo(400);
    assertThat(post("/api/plan", "{\"subject\":5,\"resolution\":\"COMMIT\"}").statusCode())
        .isEqualTo(400);
    assertThat(post("/api/plan", "{\"subject\":\" \",\"resolution\":\"COMMIT\"}").body())
        .contains("subject is missing");
    assertThat(post("/api/plan", "{\"subject\":\"x\",\"resolution\":\"no\"}").body())
        .contains("resolution is none of [COMMIT, ROLLBACK");
    assertThat(post("/api/node", "{\"hold\":\"true\"}").body()).contains("hold is not of the type");
    assertThat(post("/api/drain", "{\"confirmation\":\"x\",\"waitSeconds\":86401}").body())
        .contains("waitSeconds is not between 0 and 86400");
    assertThat(
            post("/api/perform", "{\"confirmation\":\"x\",\"reason\":\"" + "x".repeat(1001) + "\"}")
                .body())
        .contains("reason has at most 1000 characters");
    assertThat(
            post("/api/plan", "{\"subject\":\"x\",\"resolution\":\"COMMIT\",\"y\":1}").statusCode())
        .isEqualTo(400);
    assertThat(post("/api/plan", "").statusCode()).isEqualTo(415);
    assertThat(post("/api/list", "{}").statusCode()).isEqualTo(405);
    assertThat(post("/api/nothing", "{}").body()).contains("\"whatToDo\"");
  }
}

package dev.tutti.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The document of what can be asked, made of the routes themselves. */
final class OpenApi {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String JSON = "application/json";

  private static final Map<Integer, String> PROBLEMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(400, "The request is not as it must be; nothing was done"),
              Map.entry(401, "No token or session, or one that opens nothing"),
              Map.entry(403, "The role does not suffice, or another site's page asks"),
              Map.entry(404, "It is not in doubt"),
              Map.entry(409, "Not now, or not without force; nothing was done"),
              Map.entry(410, "The confirmation is unknown, used or too old; nothing was done"),
              Map.entry(413, "The body is too large"),
              Map.entry(415, "The body is not declared as JSON"),
              Map.entry(421, "The server does not go by the name that was asked for"),
              Map.entry(429, "Too many wrong tokens were tried"),
              Map.entry(500, "It went wrong here"),
              Map.entry(503, "The node, or a source that must be asked, does not answer")));

  private final Schemas schemas = new Schemas();

  private OpenApi() {}

  /**
   * The document as something that can be asked, too.
   *
   * @param others every other route
   */
  static Route route(List<Route> others) {
    byte[][] document = new byte[1][];
    Route self =
        Route.open(Route.Verb.GET, "/api/openapi.json", "This document")
            .writes(
                JSON,
                Map.of(200, "this document"),
                ctx -> ctx.contentType(JSON + "; charset=utf-8").result(document[0]));
    List<Route> all = new ArrayList<>(others);
    all.add(0, self);
    document[0] = Json.bytes(new OpenApi().document(all));
    return self;
  }

  private JsonNode document(List<Route> routes) {
    ObjectNode document = NODES.objectNode().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Tutti recovery")
        .put("version", "1")
        .put(
            "description",
            "Sees and settles what is in doubt. Every property of an answer is always there; more"
                + " may come with a new version.");
    ObjectNode paths = document.putObject("paths");
    for (Route route : routes) {
      if (route.isDocumented()) {
        paths
            .withObjectProperty(route.path())
            .set(route.verb().name().toLowerCase(Locale.ROOT), operation(route));
      }
    }
    ObjectNode components = document.putObject("components");
    components.set("securitySchemes", securitySchemes());
    components.set("responses", problems());
    components.set("schemas", schemas.components());
    return document;
  }

  private ObjectNode operation(Route route) {
    ObjectNode operation = NODES.objectNode().put("summary", route.summary());
    ArrayNode security = operation.putArray("security");
    if (route.identifies()) {
      security.addObject().putArray("session");
      security.addObject().putArray("token");
      if (route.needed().isEmpty()) {
        security.addObject();
      }
    }
    route.needed().ifPresent(role -> operation.put("x-role", role.word()));
    if (!route.parameters().isEmpty()) {
      ArrayNode parameters = operation.putArray("parameters");
      route.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
    }
    route
        .body()
        .ifPresent(
            body ->
                operation
                    .putObject("requestBody")
                    .put("required", true)
                    .set("content", content(JSON, schemas.read(body))));
    operation.set("responses", responses(route));
    return operation;
  }

  private ObjectNode parameter(Parameter<?> parameter) {
    ObjectNode schema = schemas.written(parameter.type());
    parameter.most().ifPresent(most -> schema.put("minimum", 0).put("maximum", most));
    parameter.usual().ifPresent(usual -> schema.put("default", usual));
    return NODES
        .objectNode()
        .put("name", parameter.name())
        .put("in", parameter.place().name().toLowerCase(Locale.ROOT))
        .put("required", parameter.required())
        .put("description", parameter.says())
        .set("schema", schema);
  }

  private ObjectNode responses(Route route) {
    Map<Integer, ObjectNode> responses = new TreeMap<>();
    for (int status : route.problems()) {
      responses.put(
          status, NODES.objectNode().put("$ref", "#/components/responses/Problem" + status));
    }
    if (route.answering() instanceof Answering.Value<?> value) {
      responses.put(
          value.status(),
          NODES
              .objectNode()
              .put("description", value.status() == 202 ? "started" : "as asked")
              .set("content", content(JSON, schemas.written(value.type()))));
    }
    if (route.answering() instanceof Answering.Written written) {
      String type = written.mediaType().equals(JSON) ? "object" : "string";
      written
          .meanings()
          .forEach(
              (status, meaning) -> {
                ObjectNode content =
                    content(written.mediaType(), NODES.objectNode().put("type", type));
                if (route.problems().contains(status)) {
                  content.setAll(content(JSON, error()));
                }
                responses.put(
                    status, NODES.objectNode().put("description", meaning).set("content", content));
              });
    }
    ObjectNode all = NODES.objectNode();
    responses.forEach((status, response) -> all.set(status.toString(), response));
    return all;
  }

  private static ObjectNode content(String mediaType, ObjectNode schema) {
    ObjectNode content = NODES.objectNode();
    content.putObject(mediaType).set("schema", schema);
    return content;
  }

  private ObjectNode error() {
    return schemas.written(Problem.Body.class);
  }

  private ObjectNode problems() {
    ObjectNode problems = NODES.objectNode();
    PROBLEMS.forEach(
        (status, meaning) ->
            problems.set(
                "Problem" + status,
                NODES
                    .objectNode()
                    .put("description", meaning)
                    .set("content", content(JSON, error()))));
    return problems;
  }

  private static ObjectNode securitySchemes() {
    ObjectNode schemes = NODES.objectNode();
    schemes
        .putObject("session")
        .put("type", "apiKey")
        .put("in", "cookie")
        .put("name", "tutti_admin_PORT")
        .put("description", "from /api/login; POST needs the header X-CSRF-Token as well");
    schemes
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer")
        .put(
            "description",
            "of the data directory; the header Tutti-Operator gives a name for the history");
    return schemes;
  }
}

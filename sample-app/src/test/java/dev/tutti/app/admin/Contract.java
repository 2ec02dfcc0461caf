package dev.tutti.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server's OpenAPI document promises; every answer is held against it. Thread-safe. */
public final class Contract {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "https://contract.invalid/openapi.json";

  /** What is refused before anybody looks which route is asked. */
  private static final Set<Integer> BEFORE_ANY_ROUTE = Set.of(400, 408, 414, 431);

  /** What is answered where the document has no such path or method. */
  private static final Set<Integer> NO_ROUTE = Set.of(404, 405, 413, 421);

  private static final Map<String, Contract> KNOWN = new ConcurrentHashMap<>();

  /** The document. */
  public final JsonNode document;

  /** Each method, path and status that was answered, of the last tests too. */
  final Set<String> seen = ConcurrentHashMap.newKeySet();

  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final SchemaRegistry registry;

  private Contract(String text) {
    try {
      document = JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JsonNode strict = document.deepCopy();
    strict.at("/components/schemas").forEach(Contract::close);
    registry =
        SchemaRegistry.withDefaultDialect(
            Dialect.builder(Dialects.getDraft202012())
                .unknownKeywordFactory((name, dialect) -> new NonValidationKeyword(name))
                .build(),
            builder -> builder.schemas(Map.of(BASE, strict.toString())));
  }

  /** The document leaves room for new properties; here none may be without its schema. */
  private static void close(JsonNode schema) {
    if (schema.has("properties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
  }

  /** What the server at this address promises. */
  public static Contract of(HttpClient client, String origin)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(origin + "/api/openapi.json")).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    Contract contract = KNOWN.computeIfAbsent(answer.body(), Contract::new);
    contract.check(answer);
    return contract;
  }

  /** Fails if this is no answer that the document has. */
  public <T extends HttpResponse<String>> T check(T answer) {
    check(
        answer.request().method(),
        answer.uri().getRawPath(),
        answer.statusCode(),
        answer.headers().firstValue("Content-Type").orElse(""),
        answer.body(),
        false);
    return answer;
  }

  /** The same of an answer as it comes out of a socket. */
  void checkRaw(String request, String answer) {
    Matcher head =
        Pattern.compile("HTTP/1\\.1 (\\d{3}) .*?\r\n\r\n", Pattern.DOTALL).matcher(answer);
    assertThat(head.lookingAt()).as(answer).isTrue();
    Matcher type = Pattern.compile("(?i)\r\nContent-Type: *([^\r]*)").matcher(head.group());
    String[] asked = request.split(" ", 3);
    check(
        asked[0],
        asked[1].split("\\?", 2)[0],
        Integer.parseInt(head.group(1)),
        type.find() ? type.group(1) : "",
        answer.substring(head.end()),
        true);
  }

  private void check(
      String method, String path, int status, String type, String body, boolean raw) {
    String what = method + " " + path + " " + status + " " + body;
    String mediaType = type.split(";", 2)[0].strip();
    String route = route(path);
    JsonNode operation = document.path("paths").path(route).path(method.toLowerCase(Locale.ROOT));
    if (raw && BEFORE_ANY_ROUTE.contains(status) && !operation.at("/responses").has("" + status)) {
      validate(what, "#/components/schemas/Error", mediaType, "application/json", body);
      return;
    }
    if (operation.isMissingNode()) {
      if (route.isEmpty() && Set.of(200, 304).contains(status)) {
        assertThat(mediaType).as("a file of the page: " + what).isNotEqualTo("application/json");
        return;
      }
      assertThat(NO_ROUTE).as(what).contains(status);
      validate(what, "#/components/schemas/Error", mediaType, "application/json", body);
      return;
    }
    String at = "/paths/" + escaped(route) + "/" + method.toLowerCase(Locale.ROOT) + "/responses/";
    assertThat(document.at(at + status).isMissingNode()).as("not declared: " + what).isFalse();
    if (document.at(at + status).has("$ref")) {
      at = document.at(at + status).get("$ref").asText().substring(1);
    } else {
      at += status;
    }
    List<String> declared = new ArrayList<>();
    document.at(at).path("content").fieldNames().forEachRemaining(declared::add);
    assertThat(declared).as("media type of " + what).contains(mediaType);
    validate(
        what, "#" + at + "/content/" + escaped(mediaType) + "/schema", mediaType, mediaType, body);
    seen.add(method + " " + route + " " + status);
  }

  private void validate(
      String what, String pointer, String mediaType, String expected, String body) {
    assertThat(mediaType).as(what).isEqualTo(expected);
    try {
      JsonNode value =
          mediaType.equals("application/json") ? JSON.readTree(body) : TextNode.valueOf(body);
      assertThat(schema(pointer).validate(value)).as(what).isEmpty();
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + what, e);
    }
  }

  /** Of what is in the document at this place. */
  private Schema schema(String pointer) {
    return schemas.computeIfAbsent(
        pointer, place -> registry.getSchema(SchemaLocation.of(BASE + place)));
  }

  /** The path as the document has it; {@code ""} if it has not. */
  private String route(String path) {
    if (document.path("paths").has(path)) {
      return path;
    }
    List<String> found = new ArrayList<>();
    document
        .path("paths")
        .fieldNames()
        .forEachRemaining(
            template -> {
              if (path.matches(template.replaceAll("\\{\\w+}", "[^/]+"))) {
                found.add(template);
              }
            });
    assertThat(found).as(path).hasSizeLessThan(2);
    return found.isEmpty() ? "" : found.get(0);
  }

  private static String escaped(String token) {
    return token.replace("~", "~0").replace("/", "~1");
  }
}

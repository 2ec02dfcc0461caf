package dev.tutti.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server over made-up data, and what one needs to ask it. Every answer is held against the
 * server's OpenAPI document.
 */
final class Admin implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  final FakeRecovery recovery;
  final AtomicLong nanos = new AtomicLong(1);
  final AdminServer server;
  final String viewer;
  final String operator;
  final Contract contract;
  private final HttpClient client = HttpClient.newHttpClient();

  Admin(Path dir, FakeRecovery recovery, Duration patience) throws Exception {
    this.recovery = recovery;
    AdminSettings settings =
        new AdminSettings("127.0.0.1", 0, Optional.empty(), List.of(), Optional.empty(), patience);
    this.server = AdminServer.start(settings, Tokens.in(dir), recovery, nanos::get);
    this.contract = Contract.of(client, origin());
    this.viewer = Files.readString(Tokens.file(dir, Role.VIEWER)).strip();
    this.operator = Files.readString(Tokens.file(dir, Role.OPERATOR)).strip();
  }

  Admin(Path dir) throws Exception {
    this(dir, new FakeRecovery(true), Duration.ofSeconds(10));
  }

  String origin() {
    return "http://127.0.0.1:" + server.port();
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin() + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return contract.check(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  HttpResponse<String> get(String path, String token) throws Exception {
    return send("GET", path, "", "Authorization", "Bearer " + token);
  }

  HttpResponse<String> post(String path, String token, String body) throws Exception {
    return send("POST", path, body, "Authorization", "Bearer " + token);
  }

  /** Logs in as a page of ours does: the cookie, and the value of the header. */
  String[] login(String token) throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            "/api/login",
            JSON.createObjectNode().put("token", token).put("name", "Ada").toString(),
            "Origin",
            origin());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return new String[] {
      cookie.substring(0, cookie.indexOf(';')), json(answer).get("csrf").asText(), cookie
    };
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  /** Bytes as they are, and whatever comes until the server closes. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      contract.checkRaw(request, answer);
      return answer;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

package dev.tutti.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** config/docker-compose.yml makes the servers that config/servers.yaml names. */
class ComposeTest {

  private static final Path CONFIG = Path.of("..", "config");

  /** A tag with two numbers at least, so that it is the same one next year. */
  private static final Pattern PINNED = Pattern.compile("[a-z/-]+:\\d+(\\.\\d+)+(-[a-z]+)?");

  private static final Pattern PUBLISHED =
      Pattern.compile("127\\.0\\.0\\.1:\\$\\{(\\w+):-(\\d+)}:(\\d+)");

  private Map<String, Map<String, Object>> services;
  private Map<String, Map<String, Object>> resources;

  @BeforeEach
  void read() throws IOException {
    services = children(yaml("docker-compose.yml"), "services");
    resources = children(yaml("servers.yaml"), "resources");
  }

  @Test
  void theDatabasesAreThoseOfTheConfiguration() throws IOException {
    fits("postgres", "orders", "jdbc:postgresql:", 5432, "POSTGRES_");
    fits("mysql", "stock", "jdbc:mysql:", 3306, "MYSQL_");
    fits("mariadb", "shipping", "jdbc:mariadb:", 3306, "MARIADB_");
    assertThat(services).containsOnlyKeys("postgres", "mysql", "mariadb", "artemis");
    assertThat(text("stock", "url"))
        .as("there is no TLS")
        .endsWith("?allowPublicKeyRetrieval=true");
  }

  @Test
  void theBrokerIsThatOfTheConfiguration() {
    assertThat(text("events", "url")).isEqualTo("tcp://127.0.0.1:" + published("artemis", 61616));
    assertThat(environment("artemis"))
        .containsEntry("ARTEMIS_USER", text("events", "user"))
        .containsEntry("ARTEMIS_PASSWORD", password("events"));
  }

  @Test
  void eachServerCanDoTwoPhases() throws IOException {
    assertThat(services.get("postgres").get("command").toString())
        .matches(".*max_prepared_transactions=[1-9]\\d*.*");
    List<?> mounts = (List<?>) services.get("mysql").get("volumes");
    assertThat(mounts.toString())
        .contains("./servers/mysql-grants.sql:/docker-entrypoint-initdb.d/");
    assertThat(Files.readString(CONFIG.resolve("servers/mysql-grants.sql")))
        .contains("GRANT XA_RECOVER_ADMIN ON *.* TO '" + text("stock", "user") + "'@'%';");
  }

  @Test
  void eachImageIsOneVersion() {
    services.forEach(
        (name, service) -> assertThat(service.get("image").toString()).as(name).matches(PINNED));
  }

  private void fits(String service, String resource, String scheme, int port, String prefix) {
    Map<String, Object> environment = environment(service);
    String database =
        environment.getOrDefault(prefix + "DATABASE", environment.get(prefix + "DB")).toString();
    assertThat(text(resource, "url").split("\\?", -1)[0])
        .isEqualTo(scheme + "//127.0.0.1:" + published(service, port) + "/" + database);
    assertThat(environment)
        .containsEntry(prefix + "USER", text(resource, "user"))
        .containsEntry(prefix + "PASSWORD", password(resource));
    assertThat(CONFIG.resolve(text(resource, "schema"))).isRegularFile();
  }

  /** The port as the configuration writes it. */
  private String published(String service, int inside) {
    List<?> ports = (List<?>) services.get(service).get("ports");
    Matcher port = PUBLISHED.matcher(ports.get(0).toString());
    assertThat(port.matches()).as(ports + "").isTrue();
    assertThat(ports).hasSize(1);
    assertThat(port.group(3)).isEqualTo(inside + "");
    return "${" + port.group(1) + ":" + port.group(2) + "}";
  }

  /** The password as the composition writes it: both have the same variable and default. */
  private String password(String resource) {
    return text(resource, "password").replace(":", ":-");
  }

  private String text(String resource, String key) {
    return resources.get(resource).get(key).toString();
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> environment(String service) {
    return (Map<String, Object>) services.get(service).get("environment");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> children(Map<String, Object> file, String key) {
    return (Map<String, Map<String, Object>>) file.get(key);
  }

  private static Map<String, Object> yaml(String name) throws IOException {
    try (Reader reader = Files.newBufferedReader(CONFIG.resolve(name))) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
    }
  }
}

package dev.tutti.xa.config;

import dev.tutti.tm.config.ConfigurationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Reads the {@code mapping} section. */
final class MappingReader {

  private final Collection<String> resources;

  MappingReader(Collection<String> resources) {
    this.resources = resources;
  }

  Mapping read(ResourceSettings mapping) {
    Template key = Template.parse("mapping.key", mapping.text("key"));
    if (key.fields().isEmpty()) {
      throw new ConfigurationException(
          "mapping.key",
          "'" + key + "' is the same for each record; name a field, for example order-{id}");
    }
    List<TargetMapping> targets = new ArrayList<>();
    targets.addAll(each(mapping, "tables", this::table));
    targets.addAll(each(mapping, "queues", this::queue));
    targets.addAll(each(mapping, "caches", this::cache));
    mapping.refuseUnknown();
    if (targets.isEmpty()) {
      throw new ConfigurationException(
          "mapping", "names no target; allowed are tables, queues and caches");
    }
    return new Mapping(key, targets);
  }

  private static <T> List<T> each(
      ResourceSettings mapping, String group, Function<ResourceSettings, T> read) {
    mapping.optional(group); // Known, even where it is empty.
    ResourceSettings section = mapping.section(group);
    return section.names().stream()
        .map(name -> read.apply(section.section(name).named(name)))
        .toList();
  }

  private TableMapping table(ResourceSettings target) {
    TableMapping.Write write = write(target);
    Map<String, Template> columns = templates(target, "columns");
    List<String> key = list(target.text("key"));
    for (String column : key) {
      if (!columns.containsKey(column)) {
        throw new ConfigurationException(
            target.path("key"),
            "'" + column + "' is not among the columns; they are " + columns.keySet());
      }
    }
    return new TableMapping(
        target.name(), resource(target), target.text("table", target.name()), write, key, columns);
  }

  private static TableMapping.Write write(ResourceSettings target) {
    String text = target.text("write", "insert");
    try {
      return TableMapping.Write.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          target.path("write"), "'" + text + "' is none of insert, upsert, delete");
    }
  }

  private QueueMapping queue(ResourceSettings target) {
    var body = target.optional("body").map(b -> Template.parse(target.path("body"), b));
    List<String> fields = target.optional("fields").map(MappingReader::list).orElse(List.of());
    if (body.isPresent() && !fields.isEmpty()) {
      throw new ConfigurationException(
          target.path("body"), "is given together with fields: keep one, or none for the record");
    }
    Map<String, Template> headers = optionalTemplates(target, "headers");
    for (String header : headers.keySet()) {
      if (!header.matches("[A-Za-z_$][A-Za-z0-9_$]*") || header.startsWith("JMS")) {
        throw new ConfigurationException(
            target.path("headers." + header),
            "is not a name that JMS allows: letters, digits, _ and $, not beginning with JMS");
      }
    }
    return new QueueMapping(
        target.name(),
        resource(target),
        target.text("queue", target.name()),
        body,
        fields,
        headers);
  }

  private CacheMapping cache(ResourceSettings target) {
    Template key = Template.parse(target.path("key"), target.text("key"));
    return new CacheMapping(target.name(), resource(target), key, templates(target, "fields"));
  }

  private String resource(ResourceSettings target) {
    boolean sameName = resources.contains(target.name());
    String resource =
        target
            .optional("resource")
            .orElseGet(() -> sameName ? target.name() : target.text("resource"));
    if (!resources.contains(resource)) {
      throw new ConfigurationException(
          target.path("resource"), "'" + resource + "' is not a resource; they are " + resources);
    }
    return resource;
  }

  private static Map<String, Template> templates(ResourceSettings target, String key) {
    Map<String, Template> found = optionalTemplates(target, key);
    if (found.isEmpty()) {
      throw new ConfigurationException(
          target.path(key), "is required and missing; give name: \"{field}\" for each");
    }
    return found;
  }

  /** {@code name: "{field}"} for each, or a list of fields that are called like the names. */
  private static Map<String, Template> optionalTemplates(ResourceSettings target, String key) {
    Map<String, Template> found = new LinkedHashMap<>();
    for (String field : target.optional(key).map(MappingReader::list).orElse(List.of())) {
      found.put(field, Template.parse(target.path(key), "{" + field + "}"));
    }
    ResourceSettings section = target.section(key);
    for (String name : section.names()) {
      if (!section.section(name).names().isEmpty()) {
        throw new ConfigurationException(
            section.path(name), "is not a text; put quotes around the braces: \"{field}\"");
      }
      found.put(name, Template.parse(section.path(name), section.text(name, "")));
    }
    return found;
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}

package dev.tutti.app.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.tm.config.ConfigurationException;
import dev.tutti.tm.spi.ResourceUnavailableException;
import dev.tutti.tm.sync.WriteContext;
import dev.tutti.xa.config.QueueMapping;
import dev.tutti.xa.config.Template;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Records as messages. */
final class QueueTarget implements Target {

  private final QueueMapping mapping;
  private final QueueSource source;

  QueueTarget(QueueMapping mapping, QueueSource source) {
    this.mapping = mapping;
    this.source = source;
  }

  @Override
  public String name() {
    return mapping.name();
  }

  @Override
  public void open() {
    if (!source.queues().isEmpty() && !source.queues().contains(mapping.queue())) {
      throw new ConfigurationException(
          "mapping.queues." + mapping.name() + ".queue",
          "'"
              + mapping.queue()
              + "' is not a queue of "
              + mapping.resource()
              + "; they are "
              + String.join(", ", source.queues()));
    }
  }

  @Override
  public boolean complete() {
    return true;
  }

  private String body(SourceRecord record) throws RecordException {
    Template text = mapping.body().orElse(null);
    if (text != null) {
      return record.text(name() + ".body", text, false);
    }
    if (mapping.fields().isEmpty()) {
      return Json.text(record.json());
    }
    ObjectNode body = Json.MAPPER.createObjectNode();
    for (String field : mapping.fields()) {
      body.set(field, record.value(name() + "." + field, Template.ofField(field)));
    }
    return Json.text(body);
  }

  private Map<String, String> headers(SourceRecord record) throws RecordException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, Template> header : mapping.headers().entrySet()) {
      headers.put(
          header.getKey(), record.text(name() + "." + header.getKey(), header.getValue(), false));
    }
    return headers;
  }

  @Override
  public Item expect(SourceRecord record, String key) throws RecordException {
    return item(key, body(record), headers(record));
  }

  private Item item(String key, String body, Map<String, String> headers) {
    Map<String, Value> values = new LinkedHashMap<>();
    Map<String, Value> fields = new LinkedHashMap<>();
    JsonNode json = mapping.body().isPresent() ? null : parse(body);
    if (json == null) {
      values.put("body", new Value(body, true));
    } else {
      json.properties().forEach(e -> values.put(e.getKey(), Value.ofJson(e.getValue())));
      flatten("", json, fields);
    }
    headers.forEach((name, value) -> values.put("header " + name, new Value(value, true)));
    return new Item(key, key, values, fields, false);
  }

  private static @org.jspecify.annotations.Nullable JsonNode parse(String body) {
    try {
      JsonNode node = Json.MAPPER.readTree(body);
      return node.isObject() ? node : null;
    } catch (JsonProcessingException e) {
      return null; // Compared as text: it differs.
    }
  }

  private static void flatten(String prefix, JsonNode node, Map<String, Value> fields) {
    node.properties()
        .forEach(
            e -> {
              fields.put(prefix + e.getKey(), Value.ofJson(e.getValue()));
              if (e.getValue().isObject()) {
                flatten(prefix + e.getKey() + ".", e.getValue(), fields);
              }
            });
  }

  @Override
  public void write(WriteContext tx, SourceRecord record, String key) throws Exception {
    try {
      send(tx, record, key);
    } catch (JMSException | JMSRuntimeException e) {
      if (!source.isLost(e)) {
        throw e;
      }
      throw new ResourceUnavailableException(
          mapping.resource(), "the broker was lost: " + Fault.line(e.getMessage()), e);
    }
  }

  private void send(WriteContext tx, SourceRecord record, String key)
      throws JMSException, RecordException {
    JMSContext context = tx.use(source.participant());
    TextMessage message = context.createTextMessage(body(record));
    message.setStringProperty(QueueMapping.KEY_PROPERTY, key);
    for (Map.Entry<String, String> header : headers(record).entrySet()) {
      message.setStringProperty(header.getKey(), header.getValue());
    }
    context.createProducer().send(context.createQueue(mapping.queue()), message);
  }

  @Override
  public void read(Consumer<Item> each) throws ResourceUnavailableException {
    source.browse(mapping.queue(), message -> each.accept(item(message)));
  }

  private Item item(Message message) {
    try {
      String key = message.getStringProperty(QueueMapping.KEY_PROPERTY);
      Map<String, String> headers = new LinkedHashMap<>();
      for (String name : mapping.headers().keySet()) {
        String value = message.getStringProperty(name);
        headers.put(name, value == null ? "" : value);
      }
      String body = message instanceof TextMessage text ? text.getText() : "(not a text message)";
      return item(
          key == null ? "message " + message.getJMSMessageID() : key,
          body == null ? "" : body,
          headers);
    } catch (JMSException e) {
      throw new IllegalStateException(name() + ": a message cannot be read: " + e.getMessage(), e);
    }
  }
}

package dev.tutti.app.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.xa.config.Template;

/**
 * One record of a file.
 *
 * @param where file and line, for people
 * @param json the record
 */
record SourceRecord(String where, ObjectNode json) {

  /** The value of a field; JSON null for an optional one that is not there. */
  JsonNode value(String subject, Template.Part.Field field) throws RecordException {
    JsonNode found = Json.field(json, field.name());
    if (found != null) {
      return found;
    }
    if (field.optional()) {
      return json.nullNode();
    }
    throw new RecordException(
        subject
            + ": the record has no field '"
            + field.name()
            + "' (write {"
            + field.name()
            + "?} in the mapping if it may be missing)");
  }

  /** A template as a JSON value: a single field keeps its type, anything else is text. */
  JsonNode value(String subject, Template template) throws RecordException {
    Template.Part.Field single = template.single().orElse(null);
    return single != null ? value(subject, single) : json.textNode(text(subject, template, false));
  }

  /** A template as text. */
  String text(String subject, Template template, boolean required) throws RecordException {
    StringBuilder text = new StringBuilder();
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Part.Constant constant) {
        text.append(constant.text());
      } else if (part instanceof Template.Part.Field field) {
        JsonNode value = value(subject, field);
        if (value.isNull() && required) {
          throw new RecordException(subject + ": the field '" + field.name() + "' is null");
        }
        text.append(plain(value));
      }
    }
    return text.toString();
  }

  /** A value as text without quotes; numbers in their one spelling, null as nothing. */
  static String plain(JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    if (value.isNumber()) {
      return Json.number(value.decimalValue());
    }
    return value.isValueNode() ? value.asText() : Json.text(value);
  }
}

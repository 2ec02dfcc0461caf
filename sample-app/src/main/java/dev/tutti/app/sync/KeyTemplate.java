package dev.tutti.app.sync;

import dev.tutti.xa.config.Template;
import java.util.Map;

/**
 * The idempotency key of a record, also found again from what a source holds of it.
 *
 * @param template from the mapping
 */
record KeyTemplate(Template template) {

  private static final int LONGEST = 200;

  String of(SourceRecord record) throws RecordException {
    String key = record.text("key", template, true);
    if (key.isBlank() || key.length() > LONGEST) {
      throw new RecordException(
          "key: '" + template + "' has " + key.length() + " characters; 1 to 200 are allowed");
    }
    return key;
  }

  /** Empty if a field is not among them. */
  String of(Map<String, Value> fields) {
    if (!fields.keySet().containsAll(template.fields())) {
      return "";
    }
    return template.render(field -> fields.getOrDefault(field.name(), Value.NULL).text());
  }
}

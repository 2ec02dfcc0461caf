package dev.tutti.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.app.admin.Json;
import dev.tutti.app.wiring.RecoverySession;

/** What recovery says, for machines: the records of {@code dev.tutti.tm.recovery} as they are. */
final class RecoveryJson {

  private RecoveryJson() {}

  /** Begins with who answers. */
  static ObjectNode about(RecoverySession session) {
    return Output.object().put("answers", session.where()).put("running", session.isRunning());
  }

  static ObjectNode of(RecoverySession session, String name, Object value) {
    ObjectNode json = about(session);
    json.set(name, Json.tree(value));
    return json;
  }

  static ObjectNode of(String name, Object value) {
    ObjectNode json = Output.object();
    json.set(name, Json.tree(value));
    return json;
  }
}

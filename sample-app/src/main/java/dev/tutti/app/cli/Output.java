package dev.tutti.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryReport;
import java.io.PrintWriter;
import java.util.function.UnaryOperator;

/** What commands say about recovery, for people and for machines. */
final class Output {

  private Output() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Whether something is left that only time or an operator ends. */
  static boolean inDoubt(RecoveryReport report) {
    return !report.held().isEmpty()
        || report.remaining().stream()
            .flatMap(t -> t.branches().stream())
            .anyMatch(b -> b.condition().isOurs());
  }

  /** What a driver or a person wrote, without what would move a terminal's cursor. */
  static String safe(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
  }

  static void inWords(
      RecoveryReport report, UnaryOperator<String> whyUnreachable, PrintWriter err) {
    report.held().forEach(held -> err.println("held: " + held));
    report.unreachable().forEach(name -> err.println("unreachable: " + whyUnreachable.apply(name)));
    for (InDoubtTransaction transaction : report.remaining()) {
      for (Branch branch : transaction.branches()) {
        err.println(
            "in doubt: transaction "
                + transaction.id()
                + " at "
                + branch.resource()
                + ": "
                + branch.condition().explanation()
                + (branch.reason().isBlank() ? "" : " (" + safe(branch.reason()) + ")"));
      }
    }
  }

  static ObjectNode json(RecoveryReport report) {
    ObjectNode json = object();
    json.put("committed", report.committed());
    json.put("rolledBack", report.rolledBack());
    json.put("logRecords", report.logRecords());
    json.put("clean", report.isClean());
    report.unreachable().forEach(json.putArray("unreachable")::add);
    report.held().forEach(json.putArray("held")::add);
    var remaining = json.putArray("inDoubt");
    for (InDoubtTransaction transaction : report.remaining()) {
      ObjectNode one = remaining.addObject();
      one.put("id", transaction.id()).put("decided", transaction.decided());
      var branches = one.putArray("branches");
      for (Branch branch : transaction.branches()) {
        branches
            .addObject()
            .put("resource", branch.resource())
            .put("xid", branch.xid())
            .put("condition", branch.condition().name())
            .put("reason", branch.reason());
      }
    }
    return json;
  }
}

package dev.tutti.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tutti.app.wiring.Session;
import dev.tutti.tm.recovery.Branch;
import dev.tutti.tm.recovery.InDoubtTransaction;
import dev.tutti.tm.recovery.RecoveryReport;
import java.io.PrintWriter;

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
            .anyMatch(b -> b.condition() != dev.tutti.tm.recovery.BranchCondition.FOREIGN);
  }

  static void inWords(RecoveryReport report, Session session, PrintWriter err) {
    report.held().forEach(held -> err.println("held: " + held));
    report
        .unreachable()
        .forEach(name -> err.println("unreachable: " + session.whyUnreachable(name)));
    for (InDoubtTransaction transaction : report.remaining()) {
      for (Branch branch : transaction.branches()) {
        err.println(
            "in doubt: transaction "
                + transaction.id()
                + " at "
                + branch.resource()
                + ": "
                + branch.condition().explanation()
                + (branch.reason().isBlank() ? "" : " (" + branch.reason() + ")"));
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

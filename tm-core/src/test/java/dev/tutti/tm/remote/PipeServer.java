package dev.tutti.tm.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The participant's own JVM: values and prepared branches in files, spoken to over standard input
 * and output, one line for each question and each answer. Work that is not prepared dies with it.
 */
final class PipeServer {

  private final PipeStore store;
  private final Map<String, Map<String, String>> working = new HashMap<>();

  private PipeServer(PipeStore store) {
    this.store = store;
  }

  public static void main(String[] args) throws IOException {
    PipeServer server = new PipeServer(new PipeStore(Path.of(args[0])));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    // The end of the input is the death of the coordinator: a server with nobody to serve ends.
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(server.answer(line.split(" ", -1)));
    }
  }

  private String answer(String[] words) throws IOException {
    String xid = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "identity" -> "ok " + store.identity();
      case "begin" -> {
        working.put(xid, new HashMap<>());
        yield "ok";
      }
      case "put" -> {
        Map<String, String> values = working.get(xid);
        if (values == null) {
          yield "unknown";
        }
        values.put(words[2], words[3]);
        yield "ok";
      }
      case "prepare" -> prepare(xid);
      case "commit-one-phase" -> {
        Map<String, String> values = working.remove(xid);
        if (values == null) {
          yield "unknown";
        }
        store.prepare(xid, values);
        yield store.commit(xid) ? "ok" : "unknown";
      }
      case "commit" -> store.commit(xid) ? "ok" : "unknown";
      case "rollback", "forget" -> {
        boolean known = working.remove(xid) != null;
        yield store.rollback(xid) || known ? "ok" : "unknown";
      }
      case "recover" -> String.join(" ", "ok", String.join(" ", store.prepared())).trim();
      default -> "what";
    };
  }

  private String prepare(String xid) throws IOException {
    Map<String, String> values = working.remove(xid);
    if (values == null) {
      return "unknown";
    }
    if (values.isEmpty()) {
      return "read-only";
    }
    store.prepare(xid, values);
    return "ok";
  }
}

package dev.tutti.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One command of the tool, in this JVM, on the embedded default. */
record Run(int code, String out, String err) {

  static Run tutti(Path data, String... args) {
    return tutti(new StopSignal(), Path.of("..", "config", "embedded.yaml"), data, args);
  }

  static Run tutti(StopSignal stop, Path config, Path data, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (!args[0].equals("sample")) {
      all.addAll(List.of("--data", data.toString(), "--config", config.toString()));
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(stop, new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }

  /** Standard output as the one JSON object that it must be. */
  JsonNode json() throws Exception {
    return new ObjectMapper()
        .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readTree(out);
  }
}

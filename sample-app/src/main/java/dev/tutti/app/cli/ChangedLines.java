package dev.tutti.app.cli;

import java.util.function.Consumer;

/** Passes a line on only when it is another one than the last. */
final class ChangedLines implements Consumer<String> {

  private final Consumer<String> to;
  private String last = "";

  ChangedLines(Consumer<String> to) {
    this.to = to;
  }

  @Override
  public void accept(String line) {
    if (!line.equals(last)) {
      last = line;
      to.accept(line);
    }
  }
}

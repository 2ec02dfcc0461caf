package dev.tutti.tm.recovery;

import java.nio.file.Path;

/**
 * A program of somebody else that runs a transaction system and leaves something in doubt.
 * Argument: a directory.
 */
final class PlainProgram {

  private PlainProgram() {}

  public static void main(String[] args) throws Exception {
    try (InDoubt scene = new InDoubt(Path.of(args[0]))) {
      System.out.println("in doubt: " + scene.decided("a"));
      while (System.in.read() >= 0) {
        // Nobody says anything: the end of the input is what is waited for.
      }
    }
  }
}

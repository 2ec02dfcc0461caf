package dev.tutti.tm.footprint;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import java.nio.file.Path;

/** Holds a store until its input ends. Argument: the store. */
final class StoreHolder {

  private StoreHolder() {}

  public static void main(String[] args) throws Exception {
    try (TransactionSystem tutti =
        TransactionSystem.start(TransactionSystemConfig.builder("n", Path.of(args[0])).build())) {
      System.out.println("holding " + tutti.nodeId());
      while (System.in.read() >= 0) {
        // Nobody says anything: the end of the input is what is waited for.
      }
    }
  }
}

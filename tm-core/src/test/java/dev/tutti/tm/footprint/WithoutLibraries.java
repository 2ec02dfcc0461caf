package dev.tutti.tm.footprint;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.metrics.TuttiMetrics;
import dev.tutti.tm.transactional.Retry;
import dev.tutti.tm.transactional.TransactionOptions;
import jakarta.transaction.Transactional;
import java.nio.file.Path;

/** Uses annotated methods on a class path without what is optional. Argument: the store. */
final class WithoutLibraries {

  /** What callers see. */
  interface Orders {
    boolean place();
  }

  static class Plain implements Orders {
    private final TransactionSystem tutti;

    Plain(TransactionSystem tutti) {
      this.tutti = tutti;
    }

    @Override
    @Transactional
    public boolean place() {
      return tutti.current().isPresent();
    }
  }

  static final class Repeated extends Plain {
    Repeated(TransactionSystem tutti) {
      super(tutti);
    }

    @Override
    @Transactional
    @TransactionOptions(retry = @Retry)
    public boolean place() {
      return super.place();
    }
  }

  private WithoutLibraries() {}

  public static void main(String[] args) throws Exception {
    try (TransactionSystem tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", Path.of(args[0])).build())) {
      System.out.println(
          "interface: " + tutti.transactional(Orders.class, new Plain(tutti)).place());
      for (int i = 0; i < 2; i++) {
        try {
          System.out.println("class: " + tutti.transactionalClass(Plain.class).type());
        } catch (IllegalStateException e) {
          System.out.println("class: " + e.getMessage());
        }
      }
      try {
        System.out.println("retry: " + tutti.transactional(Orders.class, new Repeated(tutti)));
      } catch (IllegalArgumentException e) {
        System.out.println("retry: " + e.getMessage());
      }
      boolean live = tutti.recovery().vitals().health().live().ok();
      try {
        System.out.println("meters: " + new TuttiMetrics(tutti.recovery()).getClass());
      } catch (NoClassDefFoundError e) {
        System.out.println("vitals: " + live + ", meters: " + e.getMessage());
      }
    }
  }
}

package dev.tutti.tm.spring;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import java.nio.file.Path;
import java.time.Duration;
import javax.transaction.xa.XAException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.annotation.Transactional;

/**
 * An application that lives in Spring and knows of no operator but the switch in its configuration.
 * One of its sources keeps a branch prepared. Argument: a directory.
 */
final class SpringProgram {

  private SpringProgram() {}

  /** The application. */
  @Configuration
  @Import({TuttiTransactions.class, Orders.class})
  static class Application {
    @Bean
    TransactionSystem tutti(Sources sources, Path dir) throws Exception {
      return TransactionSystem.start(
          TransactionSystemConfig.builder("shop", dir.resolve("store"))
              .recoveryInterval(Duration.ofHours(1))
              .operatorSocket(true)
              .build(),
          sources.orders(),
          sources.stock());
    }

    @Bean
    Sources sources(Path dir) {
      ScriptedResource stock = new ScriptedResource("stock", dir.resolve("stock"));
      stock.script().at(Step.BEFORE_COMMIT, Script.fail(XAException.XAER_RMFAIL));
      return new Sources(new ScriptedResource("orders", dir.resolve("orders")), stock);
    }
  }

  /** Two sources. */
  record Sources(ScriptedResource orders, ScriptedResource stock) {}

  /** A service. */
  static class Orders {
    private final TransactionSystem tutti;
    private final Sources sources;

    Orders(TransactionSystem tutti, Sources sources) {
      this.tutti = tutti;
      this.sources = sources;
    }

    @Transactional
    public String place(String key) {
      tutti.current().orElseThrow().use(sources.orders()).put(key, "ordered");
      tutti.current().orElseThrow().use(sources.stock()).put(key, "reserved");
      return tutti.current().orElseThrow().transactionId();
    }
  }

  public static void main(String[] args) throws Exception {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    try (context) {
      context.registerBean(Path.class, () -> Path.of(args[0]));
      context.register(Application.class);
      context.refresh();
      String id = context.getBean(Orders.class).place("1");
      // What was left brings a pass of its own, which finds the same.
      System.out.println("in doubt: " + id);
      while (System.in.read() >= 0) {
        // The end of the input is the end of the application.
      }
    }
  }
}

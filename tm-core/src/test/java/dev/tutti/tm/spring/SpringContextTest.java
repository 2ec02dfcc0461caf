package dev.tutti.tm.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.narayana.Deadline;
import dev.tutti.tm.outcome.HeuristicOutcomeException;
import dev.tutti.tm.outcome.RolledBackException;
import dev.tutti.tm.outcome.TransactionTimeoutException;
import dev.tutti.tm.outcome.TuttiException;
import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.testing.Step;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.SpringVersion;
import org.springframework.transaction.HeuristicCompletionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** The recipe of the documentation, as an application has it. */
@Tag("spring")
class SpringContextTest {

  /** The application. */
  @Configuration
  @Import({TuttiTransactions.class, Orders.class, Mail.class})
  static class Application {
    @Bean
    TransactionSystem tutti(Sources sources, Path dir) throws Exception {
      return TransactionSystem.start(
          TransactionSystemConfig.builder("test", dir.resolve("store"))
              .recoveryInterval(Duration.ofHours(1))
              .drain(Duration.ofMillis(100))
              .build(),
          sources.left(),
          sources.right());
    }

    @Bean
    Sources sources(Path dir) {
      return new Sources(
          new ScriptedResource("left", dir.resolve("left")),
          new ScriptedResource("right", dir.resolve("right")));
    }
  }

  /** Two sources. */
  record Sources(ScriptedResource left, ScriptedResource right) {}

  /** A service. */
  static class Orders {
    private final TransactionSystem tutti;
    private final Sources sources;
    private final ApplicationEventPublisher events;

    Orders(TransactionSystem tutti, Sources sources, ApplicationEventPublisher events) {
      this.tutti = tutti;
      this.sources = sources;
      this.events = events;
    }

    @Transactional
    void place(String key, Happens happens) throws Exception {
      tutti.current().orElseThrow().use(sources.left()).put(key, "l");
      tutti.current().orElseThrow().use(sources.right()).put(key, "r");
      events.publishEvent(key);
      happens.now();
    }
  }

  /** Whatever happens in the method. */
  interface Happens {
    void now() throws Exception;
  }

  /** Hears what became of orders. */
  static class Mail {
    private final List<String> sent = new ArrayList<>();

    @TransactionalEventListener
    void placed(String key) {
      sent.add("placed " + key);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
    void failed(String key) {
      sent.add("failed " + key);
    }
  }

  @TempDir Path dir;
  private AnnotationConfigApplicationContext context;
  private TransactionSystem tutti;
  private ScriptedResource left;
  private ScriptedResource right;
  private Orders orders;
  private Mail mail;

  @BeforeEach
  void start() {
    context = new AnnotationConfigApplicationContext();
    context.registerBean(Path.class, () -> dir);
    context.register(Application.class);
    context.refresh();
    tutti = context.getBean(TransactionSystem.class);
    left = context.getBean(Sources.class).left();
    right = context.getBean(Sources.class).right();
    orders = context.getBean(Orders.class);
    mail = context.getBean(Mail.class);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void thisIsTheSpringThatTheBuildMeans() {
    assertThat(SpringVersion.getVersion()).isEqualTo(System.getProperty("tutti.test.spring"));
  }

  @Test
  void commitsAndTellsListenersAfterwards() throws Exception {
    orders.place("a", () -> assertThat(mail.sent).isEmpty());
    assertThat(left.server().committed()).containsKey("a");
    assertThat(right.server().committed()).containsKey("a");
    assertThat(mail.sent).containsExactly("placed a");
  }

  @Test
  void aCommitThatIsRefusedNamesTheSourceAndItsBranches() {
    assertThatThrownBy(
            () ->
                orders.place(
                    "a",
                    () ->
                        right
                            .script()
                            .once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK))))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessageContaining("right")
        .cause()
        .isInstanceOfSatisfying(
            RolledBackException.class, e -> assertThat(e.branches()).hasSize(2));
    assertThat(left.server().committed()).isEmpty();
    assertThat(mail.sent).containsExactly("failed a");
  }

  @Test
  void aTimeoutIsCalledOneAndListenersHearOfTheRollback() {
    assertThatThrownBy(() -> orders.place("a", () -> Deadline.pass(tutti.transactionManager())))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessageContaining("timed out")
        .hasCauseInstanceOf(TransactionTimeoutException.class);
    assertThat(left.server().committed()).isEmpty();
    assertThat(mail.sent).containsExactly("failed a");
    assertThat(tutti.current()).isEmpty();
  }

  @Test
  void aHeuristicOutcomeArrivesWithItsBranches() {
    assertThatThrownBy(
            () ->
                orders.place(
                    "a",
                    () ->
                        right
                            .script()
                            .once(Step.BEFORE_COMMIT, Script.fail(XAException.XA_HEURRB))))
        .isInstanceOf(HeuristicCompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            HeuristicOutcomeException.class, e -> assertThat(e.branches()).hasSize(2));
  }

  @Test
  void aTemplateWorksToo() {
    TransactionTemplate template =
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    template.executeWithoutResult(status -> tutti.current().orElseThrow().use(left).put("a", "1"));
    assertThat(left.server().committed()).containsKey("a");
    template.executeWithoutResult(
        status -> {
          tutti.current().orElseThrow().use(left).put("b", "1");
          status.setRollbackOnly();
        });
    assertThat(left.server().committed()).doesNotContainKey("b");
  }

  @Test
  void theFacadeJoinsNothingInsideAndSaysSo() {
    assertThatThrownBy(() -> orders.place("a", () -> tutti.write(tx -> "x")))
        .isInstanceOf(IllegalStateException.class)
        .isNotInstanceOf(TuttiException.class);
  }

  @Test
  void jakartasObjectsAreBeans() throws Exception {
    UserTransaction user = context.getBean(UserTransaction.class);
    user.begin();
    assertThat(context.getBean(TransactionSynchronizationRegistry.class).getTransactionKey())
        .isNotNull();
    user.rollback();
  }

  @Test
  void theContextClosesTheSystem() {
    context.close();
    assertThatThrownBy(() -> tutti.write(tx -> "x"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopped");
  }
}

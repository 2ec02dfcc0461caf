package dev.tutti.tm.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.TransactionSystem;
import dev.tutti.tm.config.TransactionSystemConfig;
import dev.tutti.tm.spi.TransactionEvent;
import dev.tutti.tm.spi.TransactionEventListener;
import dev.tutti.tm.testing.ScriptedResource;
import dev.tutti.tm.transactional.Retry;
import dev.tutti.tm.transactional.TransactionOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.TransactionalException;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What annotated methods do in every CDI container besides the matrix. */
public abstract class CdiMethodsContract {

  /** Something to do in a method. */
  public interface Work {
    void run() throws Exception;
  }

  /** Has the annotation from its stereotype. */
  @Aside
  @ApplicationScoped
  public static class Stereotyped {
    public void run(Work work) throws Exception {
      work.run();
    }

    @TransactionOptions(name = "named")
    public void named(Work work) throws Exception {
      work.run();
    }

    @Transactional(TxType.NOT_SUPPORTED)
    public void without(Work work) throws Exception {
      work.run();
    }
  }

  /** Repeats, has the user transaction, and an interceptor of its own. */
  @ApplicationScoped
  public static class Methods {
    @Inject UserTransaction user;

    @Transactional
    public void required(Work work) throws Exception {
      work.run();
    }

    @Counted
    @Transactional
    @TransactionOptions(retry = @Retry(maxAttempts = 3, backoff = "PT0.001S"))
    public void repeated(Work work) throws Exception {
      work.run();
    }

    @Transactional(TxType.NEVER)
    void neverNotPublic() {}

    @Transactional
    public int statusWithin() throws Exception {
      return user.getStatus();
    }

    @Transactional(TxType.NOT_SUPPORTED)
    public int statusWithout() throws Exception {
      return user.getStatus();
    }
  }

  /** A timeout that cannot be read. */
  @ApplicationScoped
  public static class WrongTimeout {
    @Transactional
    @TransactionOptions(timeout = "soon")
    public void place() {}
  }

  /** What no container intercepts. */
  @ApplicationScoped
  public static class PrivateMethod {
    @Transactional
    private void place() {}

    public void use() {
      place();
    }
  }

  private static final class Conflict extends RuntimeException {
    Conflict() {
      super("deadlock", deadlock());
    }

    private static XAException deadlock() {
      XAException deadlock = new XAException("scripted");
      deadlock.errorCode = XAException.XA_RBDEADLOCK;
      return deadlock;
    }
  }

  @TempDir Path dir;
  private ScriptedResource source;
  private TransactionSystem tutti;
  private SeContainer cdi;
  private Stereotyped stereotyped;
  private Methods methods;

  abstract SeContainerInitializer initializer();

  /** Whether a method that is not public is intercepted when another one of its bean calls it. */
  abstract boolean seesNestedCallsOfMethodsThatAreNotPublic();

  @BeforeEach
  void start() throws IOException {
    source = new ScriptedResource("left", dir.resolve("left"));
    tutti =
        TransactionSystem.start(
            TransactionSystemConfig.builder("test", dir.resolve("store"))
                .recoveryInterval(Duration.ofHours(1))
                .drain(Duration.ofMillis(100))
                .build(),
            source);
    cdi =
        initializer()
            .addBeanClasses(Stereotyped.class, Methods.class, Counted.Counter.class)
            .addExtensions(TransactionSystemBean.of(tutti))
            .initialize();
    stereotyped = cdi.select(Stereotyped.class).get();
    methods = cdi.select(Methods.class).get();
  }

  @AfterEach
  void stop() {
    assertThat(tutti.current()).isEmpty();
    if (cdi.isRunning()) {
      cdi.close();
    }
    tutti.close();
  }

  private String transaction() {
    return tutti.current().orElseThrow().transactionId();
  }

  private void put(String key) {
    tutti.current().orElseThrow().use(source).put(key, "1");
  }

  private Work failing(String key, Exception failure) {
    return () -> {
      put(key);
      throw failure;
    };
  }

  @Test
  void aStereotypeMakesItsBeansTransactional() throws Exception {
    List<String> seen = new ArrayList<>();
    methods.required(
        () -> {
          seen.add(transaction());
          stereotyped.run(
              () -> {
                seen.add(transaction());
                put("a");
              });
          seen.add(transaction());
        });
    assertThat(seen).hasSize(3).doesNotContainNull();
    assertThat(seen.get(1)).as("REQUIRES_NEW").isNotEqualTo(seen.get(0));
    assertThat(seen.get(2)).isEqualTo(seen.get(0));
    assertThat(source.server().committed()).containsKey("a");
  }

  @Test
  void theListsOfAStereotypeCount() {
    assertThatThrownBy(() -> stereotyped.run(failing("listed", new IOException("mine"))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> stereotyped.run(failing("forgiven", new IllegalArgumentException())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(source.server().committed()).containsKey("forgiven").doesNotContainKey("listed");
  }

  @Test
  void theAnnotationOfAMethodReplacesThatOfAStereotype() throws Exception {
    stereotyped.without(() -> assertThat(tutti.current()).isEmpty());
  }

  @Test
  void theOptionsOfAMethodCountBesideAStereotype() throws Exception {
    List<String> names = new ArrayList<>();
    TransactionEventListener listener =
        event -> {
          if (event instanceof TransactionEvent.Begun begun) {
            names.add(begun.name());
          }
        };
    tutti.addListener(listener);
    stereotyped.named(() -> put("a"));
    assertThat(names).containsExactly("named");
  }

  @Test
  void whatMeansNothingFailsTheDeployment() {
    cdi.close();
    assertThatThrownBy(() -> deploy(WrongTimeout.class))
        .hasStackTraceContaining("WrongTimeout.place has timeout \"soon\"");
    assertThatThrownBy(() -> deploy(PrivateMethod.class))
        .hasStackTraceContaining("PrivateMethod.place is annotated but private or static");
  }

  private void deploy(Class<?> bean) {
    try (SeContainer deployed =
        initializer()
            .addBeanClasses(bean)
            .addExtensions(TransactionSystemBean.of(tutti))
            .initialize()) {
      assertThat(deployed.isRunning()).as("deployed").isFalse();
    }
  }

  @Test
  void aStereotypeAloneNeedsASystemToo() {
    cdi.close();
    assertThatThrownBy(() -> initializer().addBeanClasses(Stereotyped.class).initialize())
        .hasStackTraceContaining("no bean of type dev.tutti.tm.TransactionSystem");
  }

  @Test
  void aConflictIsRepeatedWithTheInterceptorsInside() throws Exception {
    Counted.Counter.CALLS.set(0);
    List<String> attempts = new ArrayList<>();
    methods.repeated(
        () -> {
          attempts.add(transaction());
          put("a" + attempts.size());
          if (attempts.size() < 3) {
            throw new Conflict();
          }
        });
    assertThat(attempts).hasSize(3).doesNotHaveDuplicates();
    assertThat(Counted.Counter.CALLS).hasValue(3);
    assertThat(source.server().committed()).containsOnlyKeys("a3");
  }

  @Test
  void aConflictOfAJoinedMethodIsNotRepeated() {
    Counted.Counter.CALLS.set(0);
    assertThatThrownBy(() -> methods.required(() -> methods.repeated(failing("a", new Conflict()))))
        .isInstanceOf(Conflict.class);
    assertThat(Counted.Counter.CALLS).hasValue(1);
    assertThat(source.server().committed()).isEmpty();
  }

  @Test
  void aMethodThatIsNotPublicIsSeenFromOutsideOfItsBean() {
    assertThatThrownBy(
            () ->
                tutti.write(
                    tx -> {
                      methods.neverNotPublic();
                      return 1;
                    }))
        .isInstanceOf(TransactionalException.class)
        .hasMessageContaining("its type is NEVER");
  }

  @Test
  void aNestedCallOfAMethodThatIsNotPublicIsSeenWhereTheDocumentationSaysSo() throws Exception {
    boolean[] called = new boolean[1];
    Work nested =
        () -> {
          methods.neverNotPublic();
          called[0] = true;
        };
    if (seesNestedCallsOfMethodsThatAreNotPublic()) {
      assertThatThrownBy(() -> methods.required(nested)).isInstanceOf(TransactionalException.class);
    } else {
      methods.required(nested);
    }
    assertThat(called[0]).isNotEqualTo(seesNestedCallsOfMethodsThatAreNotPublic());
  }

  @Test
  void theUserTransactionIsRefusedInsideAMethodAndNotBesideIt() throws Exception {
    assertThatThrownBy(() -> methods.statusWithin())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Methods.statusWithin");
    assertThat(methods.statusWithout()).isEqualTo(Status.STATUS_NO_TRANSACTION);
    assertThat(cdi.select(UserTransaction.class).get().getStatus())
        .isEqualTo(Status.STATUS_NO_TRANSACTION);
  }
}

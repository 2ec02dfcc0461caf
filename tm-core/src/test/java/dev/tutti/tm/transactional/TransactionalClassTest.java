package dev.tutti.tm.transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tutti.tm.testing.Script;
import dev.tutti.tm.testing.Step;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.TransactionalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionalClassTest {

  static class Orders {
    private final TwoSources two;
    private final int number;

    Orders(TwoSources two, int number) {
      this.two = two;
      this.number = number;
    }

    Orders(TwoSources two) throws IOException {
      throw new IOException("no number");
    }

    private Optional<String> transaction() {
      return two.system.current().map(tx -> tx.transactionId());
    }

    @Transactional
    public int place(String key) {
      two.put(key);
      return number;
    }

    @Transactional
    public void failing() throws IOException {
      throw new IOException("mine");
    }

    @Transactional
    Optional<String> packagePrivate() {
      return transaction();
    }

    @Transactional(TxType.REQUIRES_NEW)
    protected Optional<String> guarded() {
      return transaction();
    }

    @Transactional
    public boolean selfCalling() {
      return !transaction().equals(guarded());
    }

    public Optional<String> plain() {
      return transaction();
    }

    @Transactional
    public CompletionStage<String> nothing() {
      return null;
    }
  }

  @Transactional
  static class OfClass {
    final TwoSources two;

    OfClass(TwoSources two) {
      this.two = two;
    }

    public boolean seen() {
      return two.system.current().isPresent();
    }

    public boolean calling() {
      return hidden();
    }

    private boolean hidden() {
      return two.system.current().isPresent();
    }

    static int fixed() {
      return 1;
    }
  }

  static final class FinalClass {
    @Transactional
    public void place() {}
  }

  static class FinalMethod {
    @Transactional
    public final void place() {}
  }

  @Transactional
  static class FinalMethodOfAnnotatedClass {
    public final void place() {}
  }

  static class PrivateMethod {
    @Transactional
    private void place() {}

    void use() {
      place();
    }
  }

  static class StaticMethod {
    @Transactional
    static void place() {}
  }

  static class NothingAnnotated {
    public void place() {}
  }

  static class PrivateConstructor {
    private PrivateConstructor() {}

    @Transactional
    public void place() {}
  }

  @TempDir Path dir;
  private TwoSources two;

  @BeforeEach
  void start() throws IOException {
    two = new TwoSources(dir);
  }

  @AfterEach
  void stop() {
    assertThat(two.system.current()).isEmpty();
    two.close();
  }

  private Orders orders() {
    return two.system.transactionalClass(Orders.class).create(two, 7);
  }

  @Test
  void runsTheMethodOfTheClassInATransaction() {
    assertThat(orders().place("a")).isEqualTo(7);
    two.assertWritten("a", true);
    two.right.script().once(Step.BEFORE_PREPARE, Script.fail(XAException.XA_RBROLLBACK));
    assertThatThrownBy(() -> orders().place("b")).isInstanceOf(TransactionalException.class);
    two.assertWritten("b", false);
  }

  @Test
  void aCheckedExceptionArrivesAsItIs() {
    assertThatThrownBy(() -> orders().failing()).isInstanceOf(IOException.class).hasMessage("mine");
  }

  @Test
  void seesProtectedAndPackagePrivateMethodsAndSelfCalls() {
    assertThat(orders().packagePrivate()).isPresent();
    assertThat(orders().guarded()).isPresent();
    assertThat(orders().selfCalling()).isTrue();
    assertThat(orders().plain()).isEmpty();
    assertThat(orders().nothing()).isNull();
  }

  @Test
  void anAnnotationOfTheClassCountsForItsPublicMethods() {
    OfClass bean = two.system.transactionalClass(OfClass.class).create(two);
    assertThat(bean.seen()).isTrue();
    assertThat(bean.calling()).isTrue();
    assertThat(OfClass.fixed()).isEqualTo(1);
  }

  @Test
  void makesSeveralInstancesAndASecondSubclassOfOneClass() {
    var made = two.system.transactionalClass(Orders.class);
    assertThat(made.create(two, 1).place("a")).isEqualTo(1);
    assertThat(made.create(two, 2).place("b")).isEqualTo(2);
    assertThat(two.system.transactionalClass(Orders.class).create(two, 3).place("c")).isEqualTo(3);
    assertThat(Orders.class).isAssignableFrom(made.type());
  }

  @Test
  void aConstructorThatFailsOrDoesNotExistIsReported() {
    var made = two.system.transactionalClass(Orders.class);
    assertThatThrownBy(() -> made.create(two)).hasRootCauseMessage("no number");
    assertThatThrownBy(() -> made.create("text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no constructor takes [String]");
  }

  @Test
  void refusesWhatNoSubclassCanOverride() {
    assertRefused(FinalClass.class, "cannot be extended");
    assertRefused(Runnable.class, "cannot be extended");
    assertRefused(FinalMethod.class, "FinalMethod.place is annotated but final");
    assertRefused(FinalMethodOfAnnotatedClass.class, "place is annotated but final");
    assertRefused(PrivateMethod.class, "PrivateMethod.place is annotated but private");
    assertRefused(StaticMethod.class, "StaticMethod.place is annotated but static");
    assertRefused(NothingAnnotated.class, "there is nothing to do");
    assertRefused(PrivateConstructor.class, "private constructors only");
  }

  private void assertRefused(Class<?> type, String why) {
    assertThatThrownBy(() -> two.system.transactionalClass(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}

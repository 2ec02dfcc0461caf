package dev.tutti.tm.transactional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.transactional.hierarchy.PublicDesk;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotated methods of a base class, and what overrides them, through the generated subclass. */
class InheritedMethodsTest {

  static class Base<T> {
    final TwoSources two;

    Base(TwoSources two) {
      this.two = two;
    }

    boolean inTransaction() {
      return two.system.current().isPresent();
    }

    @Transactional
    public boolean generic(T thing) {
      return inTransaction();
    }

    @Transactional
    public boolean inherited(T thing) {
      return inTransaction();
    }

    @Transactional
    protected boolean guarded() {
      return inTransaction();
    }

    @Transactional
    boolean ofThePackage() {
      return inTransaction();
    }
  }

  static class Narrowed extends Base<String> {
    Narrowed(TwoSources two) {
      super(two);
    }

    @Override
    public boolean generic(String thing) {
      return inTransaction();
    }

    @Override
    protected boolean guarded() {
      return inTransaction();
    }

    @Override
    boolean ofThePackage() {
      return inTransaction();
    }
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

  @Test
  void aMethodWithNarrowerParametersInheritsTheAnnotation() {
    Narrowed desk = two.system.transactionalClass(Narrowed.class).create(two);
    Base<String> general = desk;
    assertThat(desk.generic("x")).isTrue();
    assertThat(general.generic("x")).isTrue();
    assertThat(desk.inherited("x")).isTrue();
    assertThat(two.begun).as("one for each call").hasSize(3);
  }

  @Test
  void aMethodThatIsNotPublicInheritsTheAnnotationToo() {
    Narrowed desk = two.system.transactionalClass(Narrowed.class).create(two);
    assertThat(desk.guarded()).isTrue();
    assertThat(desk.ofThePackage()).isTrue();
  }

  @Test
  void aPublicMethodOfAHiddenBaseIsSeen() {
    assertThat(two.system.transactionalClass(PublicDesk.class).create(two.system).seen()).isTrue();
  }
}

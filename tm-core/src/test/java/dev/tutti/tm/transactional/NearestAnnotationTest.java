package dev.tutti.tm.transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestAnnotationTest {

  @Transactional(TxType.SUPPORTS)
  static class OfClass {
    public void plain() {}

    @Transactional(TxType.MANDATORY)
    public void own() {}
  }

  static class Inheriting extends OfClass {
    @Override
    public void own() {}
  }

  @Transactional(TxType.NEVER)
  static class Redefining extends OfClass {}

  static class OfMethod {
    @Transactional(TxType.REQUIRES_NEW)
    public void overridden() {}
  }

  static class Overriding extends OfMethod {
    @Override
    public void overridden() {}
  }

  interface Declaring {
    @Transactional(TxType.MANDATORY)
    void declared();
  }

  interface Narrowing extends Declaring {
    @Override
    @Transactional(TxType.NEVER)
    void declared();
  }

  @Transactional(TxType.NOT_SUPPORTED)
  interface OfInterface {
    void covered();
  }

  static class Implementing implements Declaring, OfInterface {
    @Override
    public void declared() {}

    @Override
    public void covered() {}
  }

  static class ImplementingNarrowed implements Declaring, Narrowing {
    @Override
    public void declared() {}
  }

  interface Other {
    @Transactional(TxType.REQUIRED)
    void declared();
  }

  static class Contradicting implements Declaring, Other {
    @Override
    public void declared() {}
  }

  interface Repository<T> {
    @Transactional(TxType.MANDATORY)
    void save(T thing);
  }

  static class Names implements Repository<String> {
    @Override
    public void save(String name) {}
  }

  private static Optional<TxType> type(Class<?> type, String name, Class<?>... parameters) {
    try {
      return TransactionalMethod.of(type, type.getMethod(name, parameters))
          .map(TransactionalMethod::type);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theMethodComesBeforeTheClass() {
    assertThat(type(OfClass.class, "own")).contains(TxType.MANDATORY);
    assertThat(type(OfClass.class, "plain")).contains(TxType.SUPPORTS);
  }

  @Test
  void theClassMayBeInheritedAndReplaced() {
    assertThat(type(Inheriting.class, "plain")).contains(TxType.SUPPORTS);
    assertThat(type(Inheriting.class, "own"))
        .as("the class comes before the overridden method")
        .contains(TxType.SUPPORTS);
    assertThat(type(Redefining.class, "plain")).contains(TxType.NEVER);
    assertThat(type(Redefining.class, "own")).contains(TxType.MANDATORY);
  }

  @Test
  void anOverriddenMethodCountsWhereNothingNearerDoes() {
    assertThat(type(Overriding.class, "overridden")).contains(TxType.REQUIRES_NEW);
  }

  @Test
  void anInterfaceCountsLast() {
    assertThat(type(Implementing.class, "declared")).contains(TxType.MANDATORY);
    assertThat(type(Implementing.class, "covered")).contains(TxType.NOT_SUPPORTED);
    assertThat(type(ImplementingNarrowed.class, "declared")).contains(TxType.NEVER);
    assertThat(type(String.class, "length")).isEmpty();
  }

  @Test
  void aGenericInterfaceCounts() throws Exception {
    assertThat(type(Names.class, "save", String.class)).contains(TxType.MANDATORY);
    assertThat(
            TransactionalMethod.of(Names.class, Repository.class.getMethod("save", Object.class)))
        .isPresent();
  }

  @Test
  void interfacesThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> type(Contradicting.class, "declared"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("different @Transactional from its interfaces");
  }
}

package dev.tutti.xa.matrix;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final Combination ONE = Combination.alone(Kind.POSTGRESQL);
  private static final Combination TWO = Combination.twice(Kind.MYSQL);

  private static List<String> page(String row, Combination column, String... outcomes) {
    Matrix matrix = new Matrix();
    matrix.add("commit", ONE, true, 1);
    matrix.add("commit", TWO, true, 2);
    for (String outcome : outcomes) {
      matrix.add(row, column, outcome);
    }
    return matrix.page("mvn");
  }

  @Test
  void aPartOfThePageAgreesWhateverItsTimes() {
    List<String> whole = page("cut", TWO, "none 1", "all 2");
    assertThatCode(
            () -> {
              Page.agree(page("cut", TWO, "none 7", "none 4711", "all 0"), whole);
              Page.agree(page("commit", ONE), whole);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void anotherOutcomeIsRefused() {
    assertThatThrownBy(
            () -> Page.agree(page("cut", TWO, "none 1"), page("cut", TWO, "none 1", "all 2")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("MySQL twice: cut");
  }

  @Test
  void aRowOrAColumnThatThePageLacksIsRefused() {
    List<String> whole = page("cut", TWO, "all 1");
    assertThatThrownBy(() -> Page.agree(page("killed", TWO, "all 1"), whole))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Page.agree(page("cut", ONE, "all 1"), whole))
        .isInstanceOf(AssertionError.class);
  }
}

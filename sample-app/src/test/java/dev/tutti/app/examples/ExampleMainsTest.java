package dev.tutti.app.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.tm.testing.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The mains of the examples run as they are, on H2 and an embedded broker, and end by themselves.
 */
class ExampleMainsTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        HibernateJpa.class,
        HibernateNative.class,
        JdbiDesk.class,
        Jooq.class,
        PlainJdbc.class,
        SpringJdbcClient.class
      })
  void placesOneOrderAndRollsTheOtherBack(Class<?> example) {
    ChildJvm.Ended ended = ChildJvm.run(Duration.ofMinutes(3), example);
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output().lines())
        .contains(
            "rolled back: nobody wants this",
            "purchases: [violin]",
            "reservations: [violin]",
            "message: violin")
        .doesNotContain("message: " + OrderDesk.REFUSED);
  }
}

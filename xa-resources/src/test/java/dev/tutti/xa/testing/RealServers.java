package dev.tutti.xa.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Parameters of constructors, lifecycle methods and tests that are servers are running ones: those
 * that all tests share, or one of the class's own if it is {@link Private}.
 *
 * <pre>{@code
 * @RealServers
 * class KilledServerTest {
 *   @Test
 *   void keepsWhatWasPrepared(@Private PostgresServer orders, ArtemisServer events) { ... }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealServersExtension.class)
public @interface RealServers {

  /** A server that only this test class uses: it may be killed, frozen, and emptied. */
  @Documented
  @Target(ElementType.PARAMETER)
  @Retention(RetentionPolicy.RUNTIME)
  @interface Private {

    /** Tells two of the same kind apart; the same name is the same server in the whole class. */
    String value() default "";
  }
}

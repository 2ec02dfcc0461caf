package dev.tutti.tm.transactional;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What {@code jakarta.transaction.Transactional} cannot say, beside it on a method or a type. It
 * counts for transactions that the method begins; a method that joins its caller's transaction
 * takes it as it is. On a method it replaces the one of the type as a whole.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface TransactionOptions {

  /**
   * After which the transaction is rolled back.
   *
   * @return whole seconds ({@code "5"}) or an ISO-8601 duration of whole seconds ({@code "PT5S"}),
   *     1 s to 1 day; empty for the thread's or the system's timeout
   */
  String timeout() default "";

  /**
   * What events and errors call the transaction.
   *
   * @return for people; empty for {@code Type.method}
   */
  String name() default "";

  /**
   * Whether the method writes nothing. A hint: databases are told, and most refuse a write.
   *
   * @return true if nothing is written
   */
  boolean readOnly() default false;

  /**
   * Repeats the method when its transaction was rolled back by a conflict with another one.
   *
   * @return by default a single attempt
   */
  Retry retry() default @Retry(maxAttempts = 1);
}

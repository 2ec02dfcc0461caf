package dev.tutti.app.admin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a field of a request's body must be. {@link Fields} refuses what is not, and the document
 * shows it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Field {

  /** Whether it must be there; a text must not be blank then. */
  boolean required() default false;

  /** Of a text: characters. */
  int longest() default Integer.MAX_VALUE;

  /** Of a number; it is not negative. */
  int most() default Integer.MAX_VALUE;

  /** What it is for. */
  String says() default "";
}

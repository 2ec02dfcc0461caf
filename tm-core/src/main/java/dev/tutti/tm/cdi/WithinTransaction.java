package dev.tutti.tm.cdi;

import jakarta.enterprise.context.NormalScope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What {@code @TransactionScoped} beans get as their scope. The engine's jar brings a context for
 * {@code @TransactionScoped} that no extension can take away again, and a scope may have one active
 * context only; so ours has a scope of its own, and theirs no beans. Nothing is passivated.
 */
@NormalScope
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
@interface WithinTransaction {}

package dev.tutti.tm.cdi;

import jakarta.enterprise.inject.Stereotype;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A stereotype that is transactional, with a list on either side. */
@Stereotype
@Transactional(
    value = TxType.REQUIRES_NEW,
    rollbackOn = IOException.class,
    dontRollbackOn = IllegalArgumentException.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Aside {}

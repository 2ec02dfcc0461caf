/** Atomic writes over many XA resources: one transaction, all of it or nothing. */
@NullMarked
package dev.tutti.tm;

import org.jspecify.annotations.NullMarked;

/**
 * The running system as a managed bean, registered when the configuration asks for it ({@code
 * tm.jmx}): {@link dev.tutti.tm.jmx.TransactionSystemMXBean}.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.jmx;

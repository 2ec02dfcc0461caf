/**
 * The front door for classes without an interface: a generated subclass. The only package that
 * knows Byte Buddy, so that nobody else needs it.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.tm.transactional.subclass;

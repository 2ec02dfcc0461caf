/** Classes of another package, for what a subclass inherits. */
package dev.tutti.tm.transactional.hierarchy;

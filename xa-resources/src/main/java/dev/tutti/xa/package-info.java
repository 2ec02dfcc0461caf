/** The adapters: databases, queues and caches as resources of a Tutti transaction. */
@NullMarked
package dev.tutti.xa;

import org.jspecify.annotations.NullMarked;

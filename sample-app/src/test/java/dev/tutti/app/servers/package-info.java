/** A whole set of real servers, and how each looks to somebody who knows nothing of us. */
@org.jspecify.annotations.NullMarked
package dev.tutti.app.servers;

package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.spi.LastResourceManager;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The resources as one pass finds them.
 *
 * @param listings of those that answered
 * @param changed why nothing is concluded from one that is another server now
 * @param unreachable those that did not answer
 * @param lastResource the one that may hold decisions
 * @param lastResourceHold why it cannot be asked, or null if it can
 */
record Sources(
    Map<String, Listing> listings,
    Map<String, String> changed,
    Set<String> unreachable,
    Optional<LastResourceManager> lastResource,
    @Nullable String lastResourceHold) {

  void close() {
    listings.values().forEach(Listing::close);
  }
}

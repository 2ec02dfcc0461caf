package dev.tutti.tm.recovery.internal;

import java.util.Optional;

/** What a resource answered to the question of a pass. */
sealed interface Answer {

  /** The resource's name. */
  String resource();

  /** It is not used: it came too late. */
  default void discard() {}

  /** A resource with two phases: who it is, and what it lists. */
  record Listed(String resource, Listing listing) implements Answer {
    @Override
    public void discard() {
      listing.close();
    }
  }

  /** The last resource: who it is. */
  record Known(String resource, Optional<String> identity) implements Answer {}

  /** Nothing that could be used. */
  record Silent(String resource, String why) implements Answer {}

  /** Not asked: it did not answer lately. */
  record Resting(String resource) implements Answer {}
}

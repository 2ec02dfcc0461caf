package dev.tutti.tm.recovery.internal;

import java.util.HashSet;
import java.util.Set;

/**
 * The sources whose identity was checked since they were last doubted. A check counts only if no
 * doubt came up since it began: the server may have been replaced between the two. Thread-safe.
 */
final class Verified {

  private final Set<String> names = new HashSet<>();
  private long doubts;

  synchronized boolean contains(String resource) {
    return names.contains(resource);
  }

  /** To be begun before the first source is asked. */
  synchronized Check check() {
    return new Check(doubts);
  }

  /** Each is to be asked again. */
  synchronized void doubtAll() {
    doubts++;
    names.clear();
  }

  /** One look at some of the sources. */
  final class Check {
    private final long doubtsBefore;

    private Check(long doubtsBefore) {
      this.doubtsBefore = doubtsBefore;
    }

    /** It is who it was. */
    void passed(String resource) {
      synchronized (Verified.this) {
        if (doubts == doubtsBefore) {
          names.add(resource);
        }
      }
    }

    /** It is not, or did not say. */
    void failed(String resource) {
      synchronized (Verified.this) {
        names.remove(resource);
      }
    }
  }
}

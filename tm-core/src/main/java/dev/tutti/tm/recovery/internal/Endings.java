package dev.tutti.tm.recovery.internal;

/** What came of ending one branch, as a line for an operator. */
final class Endings {

  private Endings() {}

  static Draft.Result result(String resource, Listing.Ended ended, String done) {
    if (ended instanceof Listing.Ended.Later later) {
      return new Draft.Result(false, resource + ": not yet: " + later.why());
    }
    if (ended instanceof Listing.Ended.Heuristic heuristic) {
      return new Draft.Result(
          false, resource + ": it had ended by itself: " + heuristic.why() + "; forget it");
    }
    return new Draft.Result(true, resource + ": " + done);
  }
}

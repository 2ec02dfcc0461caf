package dev.tutti.tm.log;

import java.io.IOException;

/**
 * One branch of a decided transaction. Immutable.
 *
 * @param resource the name of its resource
 * @param xid its identity
 * @param progress how far the second phase has come
 */
public record BranchRecord(String resource, XidKey xid, Progress progress) {

  /** How far the second phase of a branch has come. */
  public enum Progress {
    /** To be committed; absent from the resource means that it was. */
    TO_COMMIT(1),
    /**
     * To be committed, but the first answer was XAER_NOTA: absent means that somebody else ended
     * it.
     */
    DENIED(2),
    /** Committed. */
    DONE(3),
    /** XA_HEURRB. */
    HEURISTIC_ROLLBACK(4),
    /** XA_HEURMIX. */
    HEURISTIC_MIXED(5),
    /** XA_HEURHAZ. */
    HEURISTIC_HAZARD(6);

    private final int code; // what the log holds: never changed, never used again

    Progress(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Progress of(int code) throws IOException {
      for (Progress progress : values()) {
        if (progress.code == code) {
          return progress;
        }
      }
      throw new IOException("a branch with progress " + code);
    }

    /**
     * Whether recovery may still act.
     *
     * @return true for the first two
     */
    public boolean isOpen() {
      return this == TO_COMMIT || this == DENIED;
    }
  }

  /**
   * The same branch, further on.
   *
   * @param next how far
   * @return the changed copy
   */
  public BranchRecord with(Progress next) {
    return new BranchRecord(resource, xid, next);
  }
}

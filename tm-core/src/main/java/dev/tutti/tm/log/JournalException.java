package dev.tutti.tm.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A decision could not be made durable. */
public final class JournalException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean doubtful;

  JournalException(String message, boolean doubtful, @Nullable Throwable cause) {
    super(message, cause);
    this.doubtful = doubtful;
  }

  /**
   * Whether the record may be found after a restart all the same.
   *
   * @return false: it was never written, or is voided durably, and the transaction can be rolled
   *     back; true: nobody may end its branches before a restart has read what the disk says
   */
  public boolean isDoubtful() {
    return doubtful;
  }
}

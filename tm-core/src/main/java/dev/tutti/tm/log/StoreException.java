package dev.tutti.tm.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The store cannot be used. The message names the directory, the reason and what to do. */
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what, where, what to do
   * @param cause what the file system said
   */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

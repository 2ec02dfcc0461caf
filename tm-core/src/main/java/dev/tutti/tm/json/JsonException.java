package dev.tutti.tm.json;

import java.io.IOException;

/** A text is not the JSON that is expected here. */
public final class JsonException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what is wrong, and where
   */
  public JsonException(String message) {
    super(message);
  }
}

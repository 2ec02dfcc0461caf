package dev.tutti.app.admin;

import java.util.Locale;

/** What went wrong, for programs. In JSON in lower case. */
enum ErrorCode {
  BAD_REQUEST,
  BUSY,
  CONFIRMATION_GONE,
  CROSS_SITE,
  FAILED,
  NEEDS_FORCE,
  NODE_AWAY,
  NOT_ALLOWED,
  NOT_FOUND,
  NOT_IN_DOUBT,
  NOT_JSON,
  NOT_TAKEN,
  NO_ANSWER,
  NO_TOKEN,
  REFUSED,
  SOURCE_UNAVAILABLE,
  STARTING,
  TOO_LARGE,
  TOO_MANY,
  TOO_SLOW,
  UNEXPECTED,
  WRONG_HOST,
  WRONG_METHOD,
  WRONG_TOKEN;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

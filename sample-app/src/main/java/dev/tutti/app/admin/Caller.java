package dev.tutti.app.admin;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param role what they may do
 * @param name as the history names them
 * @param key tells one session, or one token, from another
 * @param csrf what a changing request of a session carries in a header; empty for a token
 */
record Caller(Role role, String name, String key, Optional<String> csrf) {

  /** Where nobody is asked for. */
  static final Caller ANYBODY = new Caller(Role.VIEWER, "anybody", "anybody", Optional.empty());

  Caller(Role role, String name, String key, String csrf) {
    this(role, name, key, Optional.of(csrf));
  }

  boolean isSession() {
    return csrf.isPresent();
  }

  @Override
  public String toString() {
    return name + " (" + role + ")";
  }
}

package dev.tutti.app.admin;

import java.util.Locale;

/** What a person may do. */
public enum Role {
  /** Sees everything, changes nothing. */
  VIEWER,
  /** Decides as well. */
  OPERATOR;

  boolean mayDoWhat(Role needed) {
    return compareTo(needed) >= 0;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

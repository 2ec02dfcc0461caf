package dev.tutti.xa.kill;

/** The kinds of sources that the table pairs. */
enum Kind {
  H2,
  ARTEMIS,
  SCRIPTED,
  CACHE,
  LAST;

  boolean isXa() {
    return this == H2 || this == ARTEMIS || this == SCRIPTED;
  }
}

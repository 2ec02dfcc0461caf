package dev.tutti.xa.matrix;

import java.util.List;

/**
 * Where a source of a scene is, so that another process finds it.
 *
 * @param kind of the server
 * @param name of the resource
 * @param place the database, or the queue
 * @param url its address
 * @param user as whom
 * @param password the password
 */
record Spec(Kind kind, String name, String place, String url, String user, String password) {

  String argument() {
    return String.join("|", kind.name(), name, place, url, user, password);
  }

  static Spec parse(String argument) {
    List<String> parts = List.of(argument.split("\\|", -1));
    return new Spec(
        Kind.valueOf(parts.get(0)),
        parts.get(1),
        parts.get(2),
        parts.get(3),
        parts.get(4),
        parts.get(5));
  }
}

package dev.tutti.app.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that can be asked: all that the server and its document need to know of it.
 *
 * @param verb GET or POST
 * @param path with parameters in braces
 * @param summary one line for the document; empty for a file of the page, which is not in it
 * @param needed the role; empty for anybody
 * @param parameters in the path and the query
 * @param body what must be sent
 * @param problems every status of a failure
 * @param answering what is answered otherwise
 */
record Route(
    Verb verb,
    String path,
    String summary,
    Optional<Role> needed,
    List<Parameter<?>> parameters,
    Optional<Class<? extends Record>> body,
    Set<Integer> problems,
    Answering answering) {

  /** The method. */
  enum Verb {
    GET,
    POST
  }

  /** A viewer's: it only looks. */
  static RouteBuilder get(String path, String summary) {
    return new RouteBuilder(Verb.GET, path, summary, Optional.of(Role.VIEWER));
  }

  /** An operator's: it changes something, or prepares to. */
  static RouteBuilder post(String path, String summary) {
    return new RouteBuilder(Verb.POST, path, summary, Optional.of(Role.OPERATOR));
  }

  /** Anybody's. */
  static RouteBuilder open(Verb verb, String path, String summary) {
    return new RouteBuilder(verb, path, summary, Optional.empty());
  }

  boolean isDocumented() {
    return !summary.isEmpty();
  }

  /** Whether it looks at who asks, and from where. */
  boolean identifies() {
    return problems.contains(401);
  }

  /** Every status that it can answer. */
  Set<Integer> statuses() {
    Set<Integer> all = new TreeSet<>(problems);
    all.addAll(answering.statuses());
    return all;
  }
}

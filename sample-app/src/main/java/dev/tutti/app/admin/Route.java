package dev.tutti.app.admin;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that can be asked.
 *
 * @param verb GET or POST
 * @param path with parameters in braces
 * @param needed the role; empty for anybody
 * @param statuses what it can answer, besides 500
 * @param action answers
 */
record Route(Verb verb, String path, Optional<Role> needed, Set<Integer> statuses, Action action) {

  /** The method. */
  enum Verb {
    GET,
    POST
  }

  /** Answers a request. */
  @FunctionalInterface
  interface Action {
    void answer(Context ctx, Caller caller) throws Exception;
  }

  static Route open(Verb verb, String path, Set<Integer> statuses, Action action) {
    return of(verb, path, Optional.empty(), statuses, Set.of(), action);
  }

  static Route get(String path, Set<Integer> statuses, Action action) {
    return of(Verb.GET, path, Optional.of(Role.VIEWER), statuses, Set.of(401, 403, 429), action);
  }

  /** An operator's: it changes something, or prepares to. */
  static Route post(String path, Set<Integer> statuses, Action action) {
    return of(
        Verb.POST,
        path,
        Optional.of(Role.OPERATOR),
        statuses,
        Set.of(401, 403, 413, 415, 429),
        action);
  }

  private static Route of(
      Verb verb,
      String path,
      Optional<Role> needed,
      Set<Integer> statuses,
      Set<Integer> more,
      Action action) {
    Set<Integer> all = new TreeSet<>(statuses);
    all.addAll(more);
    all.add(421);
    return new Route(verb, path, needed, Set.copyOf(all), action);
  }
}

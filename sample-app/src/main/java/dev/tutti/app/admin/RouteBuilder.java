package dev.tutti.app.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A {@link Route} in the making. */
final class RouteBuilder {

  /** What any request can be answered: {@link AdminServer} checks them before the route. */
  private static final Set<Integer> ANY = Set.of(413, 421, 500, 503);

  private final Route.Verb verb;
  private final String path;
  private final String summary;
  private final Optional<Role> needed;
  private final Set<Integer> problems = new TreeSet<>(ANY);
  private List<Parameter<?>> parameters = List.of();

  RouteBuilder(Route.Verb verb, String path, String summary, Optional<Role> needed) {
    this.verb = verb;
    this.path = path;
    this.summary = summary;
    this.needed = needed;
    if (needed.isPresent()) {
      identifies();
    }
  }

  /** Looks at who asks, and from where. */
  RouteBuilder identifies() {
    return fails(401, 403, 429);
  }

  RouteBuilder fails(int... statuses) {
    for (int status : statuses) {
      problems.add(status);
    }
    return this;
  }

  RouteBuilder asks(Parameter<?>... wanted) {
    parameters = List.of(wanted);
    return fails(400);
  }

  <T> Route answers(Class<T> type, Answering.Action<T> action) {
    return answers(200, type, action);
  }

  <T> Route answers(TypeReference<T> type, Answering.Action<T> action) {
    return route(Optional.empty(), new Answering.Value<>(200, type.getType(), action));
  }

  <T> Route answers(int status, Class<T> type, Answering.Action<T> action) {
    return route(Optional.empty(), new Answering.Value<>(status, type, action));
  }

  /** Something that goes on after the answer: its state is answered. */
  <T> Route starts(TypeReference<T> type, Answering.Action<T> action) {
    return route(Optional.empty(), new Answering.Value<>(202, type.getType(), action));
  }

  <B extends Record> Reading<B> reads(Class<B> body) {
    fails(400, 415);
    return new Reading<>(body);
  }

  Route writes(String mediaType, Map<Integer, String> meanings, Answering.Writer writer) {
    return route(Optional.empty(), new Answering.Written(Map.copyOf(meanings), mediaType, writer));
  }

  private Route route(Optional<Class<? extends Record>> body, Answering answering) {
    return new Route(
        verb, path, summary, needed, parameters, body, Set.copyOf(problems), answering);
  }

  /** With a body. */
  final class Reading<B extends Record> {

    private final Class<B> body;

    private Reading(Class<B> body) {
      this.body = body;
    }

    <T> Route answers(Class<T> type, Answering.BodyAction<B, T> action) {
      return answers(200, type, action);
    }

    <T> Route starts(TypeReference<T> type, Answering.BodyAction<B, T> action) {
      return answers(202, type.getType(), action);
    }

    private <T> Route answers(int status, Type type, Answering.BodyAction<B, T> action) {
      return route(
          Optional.of(body),
          new Answering.Value<>(
              status, type, (ctx, caller) -> action.answer(ctx, caller, Body64k.read(ctx, body))));
    }
  }
}

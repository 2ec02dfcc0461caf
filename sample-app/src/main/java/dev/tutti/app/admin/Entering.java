package dev.tutti.app.admin;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Logging in and out. */
final class Entering {

  private final Supplier<Gate> gate;

  Entering(Supplier<Gate> gate) {
    this.gate = gate;
  }

  List<Route> routes() {
    return List.of(
        Route.open(Route.Verb.GET, "/api/session", Set.of(200, 401, 403, 429), this::session),
        Route.open(
            Route.Verb.POST, "/api/login", Set.of(200, 400, 401, 403, 413, 415, 429), this::login),
        Route.open(Route.Verb.POST, "/api/logout", Set.of(200, 401, 403, 429), this::logout));
  }

  private record Login(@Nullable String token, @Nullable String name) {
    @Override
    public String toString() {
      return "a login";
    }
  }

  /** Who is logged in; nothing if nobody is. */
  private record Session(@Nullable Role role, @Nullable String name, @Nullable String csrf) {

    static Session of(Optional<Caller> caller) {
      return caller
          .map(c -> new Session(c.role(), c.name(), c.csrf().orElse(null)))
          .orElse(new Session(null, null, null));
    }

    @Override
    public String toString() {
      return "a session of " + name;
    }
  }

  private void session(Context ctx, Caller anybody) {
    gate.get().checkSite(ctx, false);
    Answers.json(ctx, Session.of(gate.get().caller(ctx)));
  }

  private void login(Context ctx, Caller anybody) {
    gate.get().checkSite(ctx, true);
    Login login = Body64k.read(ctx, Login.class);
    String name = login.name();
    Caller caller =
        gate.get()
            .login(
                ctx, login.token() == null ? "" : login.token().strip(), name == null ? "" : name);
    Answers.json(ctx, Session.of(Optional.of(caller)));
  }

  private void logout(Context ctx, Caller anybody) {
    Caller caller = gate.get().admit(ctx, Role.VIEWER, true);
    gate.get().logout(ctx, caller);
    Answers.json(ctx, Session.of(Optional.empty()));
  }
}

package dev.tutti.app.admin;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
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
        Route.open(Route.Verb.GET, "/api/session", "Who is logged in; nulls if nobody is")
            .identifies()
            .answers(Session.class, this::session),
        Route.open(
                Route.Verb.POST,
                "/api/login",
                "Logs in: a session cookie, and the value of the header X-CSRF-Token")
            .identifies()
            .reads(Login.class)
            .answers(Session.class, this::login),
        Route.open(Route.Verb.POST, "/api/logout", "Ends the session")
            .identifies()
            .answers(Session.class, this::logout));
  }

  private record Login(
      @Field(required = true, says = "of the data directory") String token,
      @Field(longest = Gate.LONGEST_NAME, says = "for the history") @Nullable String name) {
    @Override
    public String toString() {
      return "a login";
    }
  }

  /** Who is logged in; nothing if nobody is. */
  private record Session(Optional<Role> role, Optional<String> name, Optional<String> csrf) {

    static Session of(Optional<Caller> caller) {
      return new Session(
          caller.map(Caller::role), caller.map(Caller::name), caller.flatMap(Caller::csrf));
    }

    @Override
    public String toString() {
      return "a session of " + name;
    }
  }

  private Session session(Context ctx, Caller anybody) {
    return Session.of(gate.get().caller(ctx));
  }

  private Session login(Context ctx, Caller anybody, Login login) {
    String name = login.name() == null ? "" : login.name();
    return Session.of(Optional.of(gate.get().login(ctx, login.token().strip(), name)));
  }

  private Session logout(Context ctx, Caller anybody) {
    gate.get().logout(ctx, gate.get().admit(ctx, Role.VIEWER, true));
    return Session.of(Optional.empty());
  }
}

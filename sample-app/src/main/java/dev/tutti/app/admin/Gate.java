package dev.tutti.app.admin;

import io.javalin.http.Context;
import java.util.Optional;

/** Who may come in, and from where. Thread-safe. */
final class Gate {

  static final String CSRF_HEADER = "X-CSRF-Token";
  static final String NAME_HEADER = "Tutti-Operator";
  private static final String BEARER = "Bearer ";
  static final int LONGEST_NAME = 100;

  private final Names names;
  private final Tokens tokens;
  private final Sessions sessions;
  private final LoginLimit limit;
  private final String cookie;

  Gate(Names names, Tokens tokens, Sessions sessions, LoginLimit limit, String cookie) {
    this.names = names;
    this.tokens = tokens;
    this.sessions = sessions;
    this.limit = limit;
    this.cookie = cookie;
  }

  /** For each request, whatever it asks for. */
  void checkName(Context ctx) {
    if (!names.knows(authority(ctx))) {
      throw new Problem(
          421,
          ErrorCode.WRONG_HOST,
          "this server does not go by the name that was asked for",
          "use an address that its first lines show, or start it with --name or --public-url");
    }
  }

  private static String authority(Context ctx) {
    String host = ctx.header("Host");
    return host == null ? "" : host;
  }

  /** A browser says where a request comes from; programs say nothing. */
  void checkSite(Context ctx, boolean changes) {
    String site = ctx.header("Sec-Fetch-Site");
    String origin = ctx.header("Origin");
    boolean strange = site != null && !site.equals("same-origin") && !site.equals("none");
    boolean strangeOrigin = origin != null && !names.isSame(origin, authority(ctx));
    if (strange || (changes && strangeOrigin)) {
      throw crossSite("another site's page asks");
    }
  }

  private static Problem crossSite(String why) {
    return new Problem(
        403, ErrorCode.CROSS_SITE, why + "; nothing was done", "use the page of this server");
  }

  /** Who asks, if they show that they may. A wrong token is a failure, not nobody. */
  Optional<Caller> caller(Context ctx) {
    String authorization = ctx.header("Authorization");
    if (authorization != null) {
      return Optional.of(byToken(ctx, authorization));
    }
    return Optional.ofNullable(ctx.cookie(cookie)).flatMap(sessions::find);
  }

  private Caller byToken(Context ctx, String authorization) {
    String token = authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : "";
    Role role = role(ctx, token);
    String name = ctx.header(NAME_HEADER);
    return new Caller(
        role, name == null ? role.word() : name(name), "token " + role, Optional.empty());
  }

  private Role role(Context ctx, String token) {
    limit.check(ctx.ip());
    return tokens
        .roleOf(token)
        .orElseThrow(
            () -> {
              limit.wrong(ctx.ip());
              return Problem.wrongToken();
            });
  }

  Caller admit(Context ctx, Role needed, boolean changes) {
    checkSite(ctx, changes);
    Caller caller = caller(ctx).orElseThrow(Problem::needsToken);
    if (changes && caller.isSession()) {
      checkForged(ctx, caller);
    }
    if (!caller.role().mayDoWhat(needed)) {
      throw new Problem(
          403,
          ErrorCode.NOT_ALLOWED,
          "a " + caller.role().word() + " may not do this",
          "log in with the " + needed.word() + " token");
    }
    return caller;
  }

  private static void checkForged(Context ctx, Caller caller) {
    if (ctx.header("Origin") == null && ctx.header("Sec-Fetch-Site") == null) {
      throw crossSite("a session's request must say where it comes from");
    }
    String sent = ctx.header(CSRF_HEADER);
    if (sent == null || !Digest.of(caller.csrf().orElseThrow()).matches(sent)) {
      throw crossSite("the header " + CSRF_HEADER + " is missing or wrong");
    }
  }

  /** A new session; its cookie is no business of any script or other site. */
  Caller login(Context ctx, String token, String name) {
    Role role = role(ctx, token);
    String secret = sessions.open(role, name.isBlank() ? role.word() : name(name));
    setCookie(ctx, secret, Sessions.LONGEST.toSeconds());
    return sessions.find(secret).orElseThrow();
  }

  void logout(Context ctx, Caller caller) {
    sessions.close(caller);
    setCookie(ctx, "", 0);
  }

  private void setCookie(Context ctx, String value, long seconds) {
    ctx.header(
        "Set-Cookie",
        cookie
            + "="
            + value
            + "; Path=/; Max-Age="
            + seconds
            + "; HttpOnly; SameSite=Strict"
            + (names.isSecure(authority(ctx)) ? "; Secure" : ""));
  }

  private static String name(String name) {
    String stripped = name.strip();
    if (stripped.isEmpty()
        || stripped.length() > LONGEST_NAME
        || stripped.codePoints().anyMatch(c -> Character.isISOControl(c) || isFormat(c))) {
      throw Problem.badRequest(
          "a name is 1 to " + LONGEST_NAME + " characters that can be seen, for the history");
    }
    return stripped;
  }

  private static boolean isFormat(int codePoint) {
    return Character.getType(codePoint) == Character.FORMAT;
  }
}

package dev.tutti.app.admin;

import io.javalin.http.Context;

/** How answers are written. */
final class Answers {

  private Answers() {}

  static void json(Context ctx, int status, Object value) {
    ctx.status(status).contentType("application/json; charset=utf-8").result(Json.bytes(value));
  }

  static void json(Context ctx, Object value) {
    json(ctx, 200, value);
  }

  static void problem(Context ctx, Problem problem) {
    json(ctx, problem.status(), problem.body());
  }
}

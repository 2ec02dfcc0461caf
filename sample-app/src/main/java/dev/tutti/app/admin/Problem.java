package dev.tutti.app.admin;

/** An answer that is no success: its status, a code for programs, and two sentences for people. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final String whatToDo;

  Problem(int status, String error, String message, String whatToDo) {
    super(message, null, false, false);
    this.status = status;
    this.error = error;
    this.whatToDo = whatToDo;
  }

  int status() {
    return status;
  }

  /** What every failed request answers. */
  Body body() {
    return new Body(error, String.valueOf(getMessage()), whatToDo);
  }

  /** The one shape of an error. */
  record Body(String error, String message, String whatToDo) {}

  static Problem badRequest(String message) {
    return new Problem(
        400, "bad_request", message, "correct the request; /api/openapi.json describes it");
  }

  static Problem notFound() {
    return new Problem(
        404, "not_found", "there is nothing here", "look at /api/openapi.json for what there is");
  }

  static Problem tooLarge() {
    return new Problem(
        413,
        "too_large",
        "the body is larger than " + Body64k.LIMIT + " bytes",
        "send less: no request needs as much");
  }

  static Problem needsToken() {
    return new Problem(
        401,
        "no_token",
        "this needs a session or a token",
        "log in, or send 'Authorization: Bearer' with a token of the data directory");
  }

  static Problem wrongToken() {
    return new Problem(
        401,
        "wrong_token",
        "this token opens nothing here",
        "use a token of this node's data directory");
  }

  static Problem tooMany(long seconds) {
    return new Problem(
        429,
        "too_many",
        "too many wrong tokens were tried",
        "wait " + Math.max(1, seconds) + " seconds, then try again");
  }
}

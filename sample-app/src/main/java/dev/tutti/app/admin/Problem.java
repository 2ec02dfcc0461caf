package dev.tutti.app.admin;

/** An answer that is no success: its status, a code for programs, and two sentences for people. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final ErrorCode error;
  private final String whatToDo;

  Problem(int status, ErrorCode error, String message, String whatToDo) {
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
  record Body(ErrorCode error, String message, String whatToDo) {}

  static Problem badRequest(String message) {
    return new Problem(
        400, ErrorCode.BAD_REQUEST, message, "correct the request; /api/openapi.json describes it");
  }

  static Problem notFound() {
    return new Problem(
        404,
        ErrorCode.NOT_FOUND,
        "there is nothing here",
        "look at /api/openapi.json for what there is");
  }

  static Problem tooLarge() {
    return new Problem(
        413,
        ErrorCode.TOO_LARGE,
        "the body is larger than " + Body64k.LIMIT + " bytes",
        "send less: no request needs as much");
  }

  static Problem needsToken() {
    return new Problem(
        401,
        ErrorCode.NO_TOKEN,
        "this needs a session or a token",
        "log in, or send 'Authorization: Bearer' with a token of the data directory");
  }

  static Problem wrongToken() {
    return new Problem(
        401,
        ErrorCode.WRONG_TOKEN,
        "this token opens nothing here",
        "use a token of this node's data directory");
  }

  static Problem tooMany(long seconds) {
    return new Problem(
        429,
        ErrorCode.TOO_MANY,
        "too many wrong tokens were tried",
        "wait " + Math.max(1, seconds) + " seconds, then try again");
  }
}

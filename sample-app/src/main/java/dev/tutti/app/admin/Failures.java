package dev.tutti.app.admin;

import dev.tutti.tm.recovery.ResolutionRefusedException;
import dev.tutti.tm.spi.ResourceUnavailableException;
import io.javalin.http.HttpResponseException;
import java.io.UncheckedIOException;

/** Every failure as a problem: what an operator may read of it, and nothing else. */
final class Failures {

  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  private Failures() {}

  static Problem of(Exception failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (failure instanceof NodeAwayException) {
      return new Problem(
          503,
          ErrorCode.NODE_AWAY,
          said(failure),
          "start the node, or take its log here (POST /api/node)");
    }
    if (failure instanceof ResolutionRefusedException) {
      return new Problem(409, ErrorCode.REFUSED, said(failure), "look at the plan again");
    }
    if (failure instanceof ResourceUnavailableException) {
      return new Problem(
          503, ErrorCode.SOURCE_UNAVAILABLE, said(failure), "bring the source back first");
    }
    if (failure instanceof IllegalArgumentException) {
      return Problem.badRequest(said(failure));
    }
    if (failure instanceof UncheckedIOException) {
      return new Problem(
          503, ErrorCode.NO_ANSWER, said(failure), "try again; look at the node's log");
    }
    if (failure instanceof HttpResponseException http) {
      return ofServer(http.getStatus());
    }
    if (failure instanceof IllegalStateException) {
      return new Problem(500, ErrorCode.FAILED, said(failure), "look at the node's log");
    }
    LOG.log(System.Logger.Level.ERROR, "unexpected in the admin", failure);
    return new Problem(
        500, ErrorCode.UNEXPECTED, "this went wrong here", "look at the log of this command");
  }

  /** What the HTTP library refuses by itself. */
  static Problem ofServer(int status) {
    return switch (status) {
      case 404 -> Problem.notFound();
      case 405 ->
          new Problem(
              405,
              ErrorCode.WRONG_METHOD,
              "not with this method",
              "look at /api/openapi.json for which");
      case 413 -> Problem.tooLarge();
      case 408 ->
          new Problem(408, ErrorCode.TOO_SLOW, "the request took too long to arrive", "try again");
      case 414, 431 ->
          new Problem(status, ErrorCode.TOO_LARGE, "the request's head is too large", "send less");
      default ->
          status >= 500
              ? new Problem(status, ErrorCode.UNEXPECTED, "this went wrong here", "try again")
              : new Problem(
                  status, ErrorCode.BAD_REQUEST, "this is no request that we know", "correct it");
    };
  }

  private static String said(Exception failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}

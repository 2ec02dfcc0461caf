package dev.tutti.app.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request, bounded, as a record. */
final class Body64k {

  static final int LIMIT = 64 * 1024;

  private Body64k() {}

  /** Before anything is read: a length that is announced and too large. */
  static void checkAnnounced(Context ctx) {
    if (ctx.req().getContentLengthLong() > LIMIT) {
      throw Problem.tooLarge();
    }
  }

  static <T extends Record> T read(Context ctx, Class<T> type) {
    String contentType = ctx.contentType();
    if (contentType == null || !contentType.split(";", 2)[0].strip().equals("application/json")) {
      throw new Problem(
          415,
          ErrorCode.NOT_JSON,
          "the body is not declared as JSON",
          "send it with 'Content-Type: application/json'");
    }
    byte[] bytes;
    try (InputStream in = ctx.req().getInputStream()) {
      bytes = in.readNBytes(LIMIT + 1);
    } catch (IOException e) {
      throw Problem.badRequest("the body could not be read to its end");
    }
    if (bytes.length > LIMIT) {
      throw Problem.tooLarge();
    }
    return Json.read(bytes, type);
  }
}

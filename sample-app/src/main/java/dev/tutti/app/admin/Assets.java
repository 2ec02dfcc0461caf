package dev.tutti.app.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The files of the page: these, by their whole names. Nothing else of any directory is served. */
final class Assets {

  private static final String JS = "text/javascript; charset=utf-8";
  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry("index.html", "text/html; charset=utf-8"),
          Map.entry("page.css", "text/css; charset=utf-8"),
          Map.entry("favicon.svg", "image/svg+xml"),
          Map.entry("main.js", JS),
          Map.entry("api.js", JS),
          Map.entry("dom.js", JS),
          Map.entry("words.js", JS),
          Map.entry("charts.js", JS),
          Map.entry("glance.js", JS),
          Map.entry("matrix.js", JS),
          Map.entry("transaction.js", JS),
          Map.entry("resolve.js", JS),
          Map.entry("doctor.js", JS),
          Map.entry("history.js", JS),
          Map.entry("node.js", JS));

  private Assets() {}

  static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    FILES.forEach(
        (name, type) -> {
          byte[] bytes = read("page/" + name);
          String tag =
              '"'
                  + Digest.of(new String(bytes, java.nio.charset.StandardCharsets.UTF_8)).key()
                  + '"';
          String path = name.equals("index.html") ? "/" : "/" + name;
          routes.add(
              Route.open(Route.Verb.GET, path, "")
                  .writes(
                      type,
                      Map.of(200, "the file", 304, "as before"),
                      ctx -> serve(ctx, bytes, type, tag)));
        });
    return routes;
  }

  private static void serve(Context ctx, byte[] bytes, String type, String tag) {
    ctx.header("Cache-Control", "no-cache").header("ETag", tag);
    if (tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
    } else {
      ctx.contentType(type).result(bytes);
    }
  }

  private static byte[] read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside " + Assets.class);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

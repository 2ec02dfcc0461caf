package dev.tutti.app.admin;

import java.util.Map;

/** What every answer says to the browser. */
final class Headers {

  /** Nothing but our own files; nobody frames us. */
  static final Map<String, String> ALL =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
              + " object-src 'none'",
          "X-Frame-Options",
          "DENY",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=()",
          "Cache-Control",
          "no-store");

  /** To a browser that came over TLS. */
  static final String STRICT_TRANSPORT = "max-age=31536000";

  private Headers() {}
}

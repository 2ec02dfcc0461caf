package dev.tutti.app.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The SHA-256 of a secret: all that is kept of one. It is compared in constant time. */
final class Digest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;

  private final byte[] hash;

  private Digest(byte[] hash) {
    this.hash = hash;
  }

  static Digest of(String secret) {
    try {
      return new Digest(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A new secret of 256 bits, of characters that a URL, a header and a shell leave alone. */
  static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  boolean matches(String secret) {
    return MessageDigest.isEqual(hash, of(secret).hash);
  }

  /** For maps: what is looked up is already a hash, so its timing tells nothing of the secret. */
  String key() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  @Override
  public String toString() {
    return "a secret";
  }
}

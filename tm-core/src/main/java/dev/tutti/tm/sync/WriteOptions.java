package dev.tutti.tm.sync;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How to do one write. Immutable; each method answers a changed copy.
 *
 * @param key makes a repeat harmless; 1 to 200 characters
 * @param content fingerprint of what is written under the key, in hexadecimal; empty for none
 * @param timeout overrides the system's timeout; whole seconds, at least one
 * @param name what events call the write, for people; may be empty
 */
public record WriteOptions(
    Optional<String> key, String content, Optional<Duration> timeout, String name) {

  /** The longest key. */
  public static final int MAX_KEY = 200;

  private static final WriteOptions NONE =
      new WriteOptions(Optional.empty(), "", Optional.empty(), "");

  /**
   * Validates and copies.
   *
   * @param key see the component
   * @param content see the component
   * @param timeout see the component
   * @param name see the component
   */
  public WriteOptions {
    key.ifPresent(
        k -> {
          if (k.isBlank() || k.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                "an idempotency key has 1 to " + MAX_KEY + " characters, not all blank");
          }
        });
    timeout.ifPresent(
        t -> {
          if (t.toSeconds() < 1 || t.compareTo(Duration.ofSeconds(t.toSeconds())) != 0) {
            throw new IllegalArgumentException(
                "a timeout is whole seconds, at least 1: " + t + " was given");
          }
        });
    if (!content.isEmpty() && key.isEmpty()) {
      throw new IllegalArgumentException("content is compared under a key: give a key too");
    }
  }

  /**
   * No key, the system's timeout, no name.
   *
   * @return the options
   */
  public static WriteOptions none() {
    return NONE;
  }

  /**
   * With a key.
   *
   * @param key makes a repeat harmless
   * @return the options
   */
  public static WriteOptions key(String key) {
    return new WriteOptions(Optional.of(key), "", Optional.empty(), "");
  }

  /**
   * With what is written under the key, so that the same key with other content is refused.
   *
   * @param bytes the content; only its SHA-256 is kept
   * @return the options
   */
  public WriteOptions content(byte[] bytes) {
    return new WriteOptions(key, sha256(bytes), timeout, name);
  }

  /**
   * With what is written under the key, as text.
   *
   * @param text the content; only its SHA-256 is kept
   * @return the options
   */
  public WriteOptions content(String text) {
    return content(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * With a timeout of its own.
   *
   * @param timeout whole seconds, at least one
   * @return the options
   */
  public WriteOptions timeout(Duration timeout) {
    return new WriteOptions(key, content, Optional.of(timeout), name);
  }

  /**
   * With a name for events.
   *
   * @param name for people
   * @return the options
   */
  public WriteOptions name(String name) {
    return new WriteOptions(key, content, timeout, name);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

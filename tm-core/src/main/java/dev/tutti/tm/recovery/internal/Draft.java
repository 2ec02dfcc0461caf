package dev.tutti.tm.recovery.internal;

import dev.tutti.tm.recovery.Resolution;
import dev.tutti.tm.recovery.ResolutionPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A plan in the making, with what it takes to carry it out. Not thread-safe. */
final class Draft {

  private static final int MOST_LINES = 40;

  /** What came of one step. */
  record Result(boolean done, String line) {}

  /** Carries a plan out. */
  @FunctionalInterface
  interface Action {
    /** One result for each step; throws if nothing, or nothing more, could be done. */
    List<Result> run() throws IOException;
  }

  private final String subject;
  private final Resolution resolution;
  private final List<String> before = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private final List<String> consequences = new ArrayList<>();
  private final List<String> difference = new ArrayList<>();
  private boolean mixes;
  private @Nullable String refusal;
  private Action action = List::of;

  Draft(String subject, Resolution resolution) {
    this.subject = subject;
    this.resolution = resolution;
  }

  Draft before(String line) {
    before.add(line);
    return this;
  }

  Draft step(String line) {
    steps.add(line);
    return this;
  }

  Draft consequence(String line) {
    consequences.add(line);
    return this;
  }

  /** Sources could differ in this way afterwards. */
  Draft mixes(String line) {
    mixes = true;
    return differs(line);
  }

  /** Sources differ in this way already. */
  Draft differs(String line) {
    difference.add(line);
    return this;
  }

  /** The first reason counts. */
  Draft refuse(String why) {
    if (refusal == null) {
      refusal = why;
    }
    return this;
  }

  Draft action(Action how) {
    action = how;
    return this;
  }

  Action action() {
    return action;
  }

  ResolutionPlan plan() {
    return new ResolutionPlan(
        subject,
        resolution,
        shortened(before),
        refusal == null ? shortened(steps) : List.of(),
        consequences,
        mixes,
        difference,
        Optional.ofNullable(refusal),
        fingerprint());
  }

  private static List<String> shortened(List<String> lines) {
    if (lines.size() <= MOST_LINES) {
      return lines;
    }
    List<String> some = new ArrayList<>(lines.subList(0, MOST_LINES));
    some.add("... and " + (lines.size() - MOST_LINES) + " more like these");
    return some;
  }

  private String fingerprint() {
    String all = String.join("\n", subject, resolution.name(), mixes + "", before + "", steps + "");
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

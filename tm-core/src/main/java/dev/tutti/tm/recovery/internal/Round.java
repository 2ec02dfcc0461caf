package dev.tutti.tm.recovery.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The answers of one pass. The pass takes them as they come; what is not there when its time is
 * over never gets in.
 */
final class Round implements AutoCloseable {

  private final long promptUntil;
  private final Map<String, Long> pending = new LinkedHashMap<>();
  private final List<Answer> arrived = new ArrayList<>();

  /**
   * Begins.
   *
   * @param prompt answers within that time are taken together
   */
  Round(Duration prompt) {
    promptUntil = System.nanoTime() + prompt.toNanos();
  }

  /** One will be asked, and has so long to answer. */
  synchronized void expect(String resource, Duration limit) {
    pending.put(resource, System.nanoTime() + limit.toNanos());
  }

  /** One that needs no waiting for. */
  synchronized void put(Answer answer) {
    pending.remove(answer.resource());
    arrived.add(answer);
  }

  synchronized boolean expects(String resource) {
    return pending.containsKey(resource);
  }

  /**
   * An answer has come.
   *
   * @param first done before anybody sees it
   * @return false if it is too late: then it is the caller's to discard
   */
  synchronized boolean take(Answer answer, Runnable first) {
    if (pending.remove(answer.resource()) == null) {
      return false;
    }
    first.run();
    arrived.add(answer);
    notifyAll();
    return true;
  }

  /**
   * What has come together.
   *
   * @param answers since the wave before
   * @param pending whom we still wait for, as of the same moment: each resource is in one of both,
   *     or was in an earlier wave
   */
  record Wave(List<Answer> answers, Set<String> pending) {}

  /**
   * The answers that have come since the last call: the prompt ones together, later ones one by
   * one. Empty only if there are none to wait for.
   */
  synchronized Wave next() {
    boolean interrupted = false;
    while (true) {
      long now = System.nanoTime();
      expire(now);
      if (pending.isEmpty() || (!arrived.isEmpty() && now - promptUntil >= 0)) {
        break;
      }
      try {
        wait(Math.max(1, Duration.ofNanos(untilNext(now)).toMillis()));
      } catch (InterruptedException e) {
        interrupted = true; // The wait is short, and the pass belongs to everybody.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Wave wave = new Wave(List.copyOf(arrived), Set.copyOf(pending.keySet()));
    arrived.clear();
    return wave;
  }

  private long untilNext(long now) {
    long nanos = promptUntil - now > 0 ? promptUntil - now : Long.MAX_VALUE;
    for (long until : pending.values()) {
      nanos = Math.min(nanos, until - now);
    }
    return nanos;
  }

  private void expire(long now) {
    Iterator<Map.Entry<String, Long>> each = pending.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, Long> one = each.next();
      if (one.getValue() - now <= 0) {
        each.remove();
        arrived.add(new Answer.Silent(one.getKey(), "it did not answer in time"));
      }
    }
  }

  /** No answer gets in any more. */
  @Override
  public synchronized void close() {
    pending.clear();
    arrived.forEach(Answer::discard);
    arrived.clear();
  }
}

package dev.tutti.xa.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who writes a key, and who loads it. One slot for a key, changed atomically; there is a slot only
 * while somebody is at it.
 *
 * <p>A load may leave its value in the cache only if nobody wrote the key since it began: a writer
 * withdraws the tickets of the loads that it finds, and while it writes none are given out.
 */
final class KeyTable {

  /** A transaction that holds keys. */
  record Writer(String transactionId, CompletableFuture<Void> ended) {
    Writer(String transactionId) {
      this(transactionId, new CompletableFuture<>());
    }
  }

  /** The right of one load to leave its value in the cache. */
  static final class Ticket {}

  private record Slot(@Nullable Writer writer, List<Ticket> loads) {
    @Nullable Slot without(Ticket ticket) {
      if (loads.size() == 1) {
        return null;
      }
      List<Ticket> rest = new ArrayList<>(loads);
      rest.remove(ticket);
      return new Slot(null, rest);
    }

    Slot with(Ticket ticket) {
      List<Ticket> more = new ArrayList<>(loads);
      more.add(ticket);
      return new Slot(null, more);
    }
  }

  private final ConcurrentHashMap<String, Slot> slots = new ConcurrentHashMap<>();

  /** Answers who holds the key now: the one who asked, if it was free. */
  Writer lock(String key, Writer asking) {
    Writer[] holder = {asking};
    slots.compute(
        key,
        (k, slot) -> {
          if (slot != null && slot.writer != null) {
            holder[0] = slot.writer;
            return slot;
          }
          return new Slot(asking, List.of());
        });
    return holder[0];
  }

  void unlock(String key, Writer writer) {
    slots.computeIfPresent(key, (k, slot) -> writer.equals(slot.writer) ? null : slot);
  }

  /** Answers null while the key is being written. */
  @Nullable Ticket beginLoad(String key) {
    Ticket ticket = new Ticket();
    boolean[] given = {false};
    slots.compute(
        key,
        (k, slot) -> {
          if (slot != null && slot.writer != null) {
            return slot;
          }
          given[0] = true;
          return slot == null ? new Slot(null, List.of(ticket)) : slot.with(ticket);
        });
    return given[0] ? ticket : null;
  }

  /** Gives the ticket back; {@code publish} runs first if it still counts. Must not throw. */
  void endLoad(String key, Ticket ticket, Runnable publish) {
    slots.computeIfPresent(
        key,
        (k, slot) -> {
          if (!slot.loads.contains(ticket)) {
            return slot;
          }
          publish.run();
          return slot.without(ticket);
        });
  }

  /** Withdraws the tickets of all loads that have begun. */
  void withdrawLoads() {
    slots.keySet().forEach(k -> slots.computeIfPresent(k, (x, s) -> s.writer == null ? null : s));
  }

  /** Keys that somebody writes or loads now. */
  int size() {
    return slots.size();
  }
}

package dev.tutti.tm.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.transaction.xa.XAException;

/** What a scripted resource does at each step, and what it was asked. Thread-safe. */
public final class Script {

  /** Misbehaviour. */
  @FunctionalInterface
  public interface Action {
    void run() throws XAException;
  }

  private final Map<Step, Action> always = new ConcurrentHashMap<>();
  private final Map<Step, List<Action>> once = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  /** Every time. */
  public Script at(Step step, Action action) {
    always.put(step, action);
    return this;
  }

  /** The next time only. */
  public Script once(Step step, Action action) {
    once.computeIfAbsent(step, s -> new ArrayList<>()).add(action);
    return this;
  }

  /** Answers with a code of the XA specification. */
  public static Action fail(int code) {
    return () -> {
      XAException exception = new XAException("scripted");
      exception.errorCode = code;
      throw exception;
    };
  }

  /** Ends the JVM like a kill -9: no hook runs. */
  public static Action halt() {
    return () -> Runtime.getRuntime().halt(137);
  }

  public Script calm() {
    always.clear();
    once.clear();
    return this;
  }

  /** The calls so far, like {@code prepare}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  void asked(String call) {
    calls.add(call);
  }

  void step(Step step) throws XAException {
    List<Action> next = once.get(step);
    if (next != null && !next.isEmpty()) {
      next.remove(0).run();
      return;
    }
    Action action = always.get(step);
    if (action != null) {
      action.run();
    }
  }
}

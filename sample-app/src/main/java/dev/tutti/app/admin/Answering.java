package dev.tutti.app.admin;

import io.javalin.http.Context;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;

/** How a route answers when all is well. What it answers otherwise is a {@link Problem}. */
sealed interface Answering {

  /** Every status that it can give. */
  Set<Integer> statuses();

  void answer(Context ctx, Caller caller) throws Exception;

  /**
   * A value as JSON. The compiler holds the action to the type, and the type is what the document
   * shows.
   *
   * @param type of the value
   */
  record Value<T>(int status, Type type, Action<T> action) implements Answering {

    @Override
    public Set<Integer> statuses() {
      return Set.of(status);
    }

    @Override
    public void answer(Context ctx, Caller caller) throws Exception {
      Answers.json(ctx, status, action.answer(ctx, caller));
    }
  }

  /**
   * What is no value of ours: a file, or text.
   *
   * @param meanings of each status
   * @param mediaType of all of them, without parameters
   */
  record Written(Map<Integer, String> meanings, String mediaType, Writer writer)
      implements Answering {

    @Override
    public Set<Integer> statuses() {
      return meanings.keySet();
    }

    @Override
    public void answer(Context ctx, Caller caller) throws Exception {
      writer.write(ctx);
    }
  }

  /** Gives what is answered. */
  @FunctionalInterface
  interface Action<T> {
    T answer(Context ctx, Caller caller) throws Exception;
  }

  /** The same, of what was sent. */
  @FunctionalInterface
  interface BodyAction<B extends Record, T> {
    T answer(Context ctx, Caller caller, B body) throws Exception;
  }

  /** Writes the answer itself. */
  @FunctionalInterface
  interface Writer {
    void write(Context ctx) throws Exception;
  }
}

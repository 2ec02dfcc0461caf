package dev.tutti.app.sync;

/** Told what a run does. Called on its threads, one at a time. */
public interface SyncListener {

  /**
   * How far it is.
   *
   * @param bytes of the file read
   * @param records with an outcome
   */
  void progress(long bytes, long records);

  /**
   * A record was not written.
   *
   * @param line where, what and what to do
   */
  void problem(String line);
}

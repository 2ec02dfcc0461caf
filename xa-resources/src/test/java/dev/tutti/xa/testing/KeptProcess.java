package dev.tutti.xa.testing;

import java.util.Optional;

/**
 * A process that another one has started: a number alone may be somebody else's by now.
 *
 * @param pid its number
 * @param start when it started, see {@link ProcessStat}
 */
record KeptProcess(long pid, String start) {

  static KeptProcess of(long pid) {
    return new KeptProcess(
        pid,
        ProcessStat.of(pid)
            .map(ProcessStat::start)
            .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended")));
  }

  static KeptProcess parse(String text) {
    String[] parts = text.split(" ", -1);
    return new KeptProcess(Long.parseLong(parts[0]), parts[1]);
  }

  boolean alive() {
    return handle().isPresent();
  }

  /** Its handle, as long as it is the same process and lives. */
  Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessStat::alive)
        .filter(
            handle -> ProcessStat.of(pid).map(stat -> stat.start().equals(start)).orElse(false));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return pid + " " + start;
  }
}

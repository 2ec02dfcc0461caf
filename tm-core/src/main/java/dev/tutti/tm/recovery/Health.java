package dev.tutti.tm.recovery;

import java.util.List;

/**
 * What a supervisor asks of a process. Immutable.
 *
 * @param live whether it works at all: its recovery thread lives and its log takes decisions. If
 *     not, a restart is the remedy
 * @param ready whether new work may be sent to it: it is live, recovery is up to date, and it was
 *     not drained. If not, a restart does not help
 */
public record Health(Check live, Check ready) {

  /**
   * The answer to one question.
   *
   * @param ok yes or no
   * @param reasons why not, one line each; empty for a yes
   */
  public record Check(boolean ok, List<String> reasons) {

    /**
     * Validates and copies.
     *
     * @param ok see the component
     * @param reasons see the component
     */
    public Check {
      reasons = List.copyOf(reasons);
    }

    /**
     * From what speaks against it.
     *
     * @param reasons why not
     * @return yes if there are none
     */
    public static Check of(List<String> reasons) {
      return new Check(reasons.isEmpty(), reasons);
    }
  }
}

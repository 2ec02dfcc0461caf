package dev.tutti.tm.recovery;

import java.util.List;

/**
 * What an operator should know before deciding. Immutable.
 *
 * @param subject the transaction, the hold or the code
 * @param summary what it is, in plain words
 * @param timeline what happened, in order
 * @param sources what each source holds now
 * @param choices what can be done, with what it leads to
 */
public record Explanation(
    String subject,
    String summary,
    List<String> timeline,
    List<Source> sources,
    List<Choice> choices) {

  /**
   * Validates and copies.
   *
   * @param subject see the component
   * @param summary see the component
   * @param timeline see the component
   * @param sources see the component
   * @param choices see the component
   */
  public Explanation {
    timeline = List.copyOf(timeline);
    sources = List.copyOf(sources);
    choices = List.copyOf(choices);
  }

  /**
   * What one source holds.
   *
   * @param resource its name
   * @param holds in words, with the specification's term
   */
  public record Source(String resource, String holds) {}

  /**
   * Something that can be done.
   *
   * @param command how
   * @param consequence what it leads to
   */
  public record Choice(String command, String consequence) {}
}

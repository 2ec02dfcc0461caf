package dev.tutti.tm.recovery;

import dev.tutti.tm.spi.Finding;
import java.util.List;

/**
 * What was found out about one resource, or about the store. Immutable.
 *
 * @param subject the resource's name, or {@code store}
 * @param findings in the order in which they were made
 */
public record Diagnosis(String subject, List<Finding> findings) {

  /**
   * Makes one.
   *
   * @param subject the resource's name, or {@code store}
   * @param findings in the order in which they were made
   */
  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /**
   * The worst of them.
   *
   * @return PASS if there are none
   */
  public Finding.Level worst() {
    return findings.stream()
        .map(Finding::level)
        .max(Finding.Level::compareTo)
        .orElse(Finding.Level.PASS);
  }
}

package dev.tutti.tm.recovery;

import dev.tutti.tm.spi.Finding;
import java.util.List;

/**
 * What an examination of a node found. Immutable.
 *
 * @param node the node and its store
 * @param diagnoses the store first, then each resource
 */
public record DoctorReport(String node, List<Diagnosis> diagnoses) {

  /**
   * Makes one.
   *
   * @param node the node and its store
   * @param diagnoses the store first, then each resource
   */
  public DoctorReport {
    diagnoses = List.copyOf(diagnoses);
  }

  /**
   * The worst of all findings.
   *
   * @return PASS if there are none
   */
  public Finding.Level worst() {
    return diagnoses.stream()
        .map(Diagnosis::worst)
        .max(Finding.Level::compareTo)
        .orElse(Finding.Level.PASS);
  }
}

package dev.tutti.app.sync;

import dev.tutti.app.sync.Target.Item;
import dev.tutti.tm.spi.ResourceUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Compares what the sources hold. Reads only what is committed. */
public final class Verification {

  private final Targets targets;

  /**
   * Makes one.
   *
   * @param targets opened
   */
  public Verification(Targets targets) {
    this.targets = targets;
  }

  /**
   * Compares each source with a file.
   *
   * @param file one JSON object in each line
   * @return what was found
   * @throws IOException if the file cannot be read
   * @throws SQLException if a database refuses
   * @throws ResourceUnavailableException if a source cannot be reached
   */
  public VerificationReport againstFile(Path file)
      throws IOException, SQLException, ResourceUnavailableException {
    VerificationReport report = new VerificationReport();
    Map<Target, Map<String, Expected>> expected = expected(file, report);
    for (Target target : targets.all()) {
      compare(target, expected.getOrDefault(target, Map.of()), report);
    }
    return report;
  }

  private record Expected(String where, Item item) {}

  private Map<Target, Map<String, Expected>> expected(Path file, VerificationReport report)
      throws IOException {
    Map<Target, Map<String, Expected>> expected = new LinkedHashMap<>();
    targets.all().forEach(target -> expected.put(target, new HashMap<>()));
    Set<String> keys = new HashSet<>();
    long records = 0;
    try (JsonLines lines = JsonLines.open(file)) {
      while (true) {
        try {
          SourceRecord next = lines.next();
          if (next == null) {
            break;
          }
          records++;
          String key = targets.key().of(next);
          if (!keys.add(key)) {
            continue; // A repeat: the first one was written.
          }
          for (Target target : targets.all()) {
            Item item = target.expect(next, key);
            expected
                .getOrDefault(target, new HashMap<>())
                .put(item.identity(), new Expected(next.where(), item));
          }
        } catch (RecordException e) {
          records++;
          targets.all().stream()
              .findFirst()
              .ifPresent(
                  first ->
                      report.missing(
                          first.name(),
                          lines.where() + " cannot have been written: " + e.getMessage()));
        }
      }
    }
    report.records(records);
    return expected;
  }

  private static void compare(
      Target target, Map<String, Expected> expected, VerificationReport report)
      throws SQLException, ResourceUnavailableException {
    String name = target.name();
    report.begin(name);
    Set<String> seen = new HashSet<>();
    target.read(
        item -> {
          report.item(name, item.rebuilt());
          Expected other = expected.get(item.identity());
          if (!seen.add(item.identity())) {
            report.extra(name, item.identity() + " is there more than once");
          } else if (other == null) {
            if (target.evidence() && !target.deletes()) {
              report.extra(name, item.identity() + " is not in the file");
            }
          } else if (target.deletes()) {
            report.extra(name, item.identity() + " should be gone (" + other.where() + ")");
          } else {
            different(name, item, other.item().values(), item.values(), other.where(), report);
          }
        });
    if (target.evidence() && !target.deletes()) {
      expected.forEach(
          (identity, other) -> {
            if (!seen.contains(identity)) {
              report.missing(name, identity + " is missing (" + other.where() + ")");
            }
          });
    }
  }

  private static void different(
      String target,
      Item item,
      Map<String, Value> expected,
      Map<String, Value> found,
      String where,
      VerificationReport report) {
    for (Map.Entry<String, Value> value : expected.entrySet()) {
      Value other = found.get(value.getKey());
      if (other == null || !other.same(value.getValue())) {
        report.different(
            target,
            item.identity()
                + ": "
                + value.getKey()
                + " is "
                + (other == null ? "not there" : other.text())
                + ", "
                + where
                + " says "
                + value.getValue().text());
        return;
      }
    }
  }

  /** What is known of one record, from whichever source was read first. */
  private static final class Merged {
    private final Set<String> in = new HashSet<>();
    private final Map<String, Value> fields = new HashMap<>();
    private final Map<String, String> from = new HashMap<>();
  }

  /**
   * Compares the sources with each other, by the idempotency key and the fields that they share.
   *
   * @return what was found
   * @throws SQLException if a database refuses
   * @throws ResourceUnavailableException if a source cannot be reached
   */
  public VerificationReport amongSources() throws SQLException, ResourceUnavailableException {
    VerificationReport report = new VerificationReport();
    Map<String, Merged> merged = new HashMap<>();
    for (Target target : targets.all()) {
      report.begin(target.name());
      if (!target.deletes()) {
        target.read(item -> merge(target, item, merged, report));
      }
    }
    merged.forEach(
        (key, record) -> {
          for (Target target : targets.all()) {
            if (target.complete() && target.evidence() && !record.in.contains(target.name())) {
              report.missing(
                  target.name(),
                  key + " is missing (it is in " + String.join(", ", record.in) + ")");
            }
          }
        });
    report.records(merged.size());
    return report;
  }

  private static void merge(
      Target target, Item item, Map<String, Merged> merged, VerificationReport report) {
    String name = target.name();
    report.item(name, item.rebuilt());
    if (item.key().isEmpty()) {
      return; // It cannot tell to which record it belongs.
    }
    Merged record = merged.get(item.key());
    if (record == null) {
      if (!target.evidence()) {
        report.extra(name, item.key() + " is in no source");
        return;
      }
      record = new Merged();
      merged.put(item.key(), record);
    }
    if (target.evidence() && !record.in.add(name)) {
      report.extra(name, item.key() + " is there more than once");
      return;
    }
    for (Map.Entry<String, Value> field : item.fields().entrySet()) {
      Value before = record.fields.putIfAbsent(field.getKey(), field.getValue());
      if (before == null) {
        record.from.put(field.getKey(), name);
      } else if (!before.same(field.getValue())) {
        report.different(
            name,
            item.key()
                + ": "
                + field.getKey()
                + " is "
                + field.getValue().text()
                + ", "
                + record.from.get(field.getKey())
                + " says "
                + before.text());
        return;
      }
    }
  }
}

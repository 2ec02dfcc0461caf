package dev.tutti.xa.jdbc;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A database that we know nothing about: standard SQL, for a last resource only. Many databases
 * commit before and after a definition, and read quotes and comments in ways of their own, so what
 * is doubtful is refused.
 */
final class StandardDialect extends Dialect {

  private static final Set<String> DEFINITIONS =
      Set.of(
          "CREATE",
          "ALTER",
          "DROP",
          "TRUNCATE",
          "RENAME",
          "GRANT",
          "REVOKE",
          "COMMENT",
          "ANALYZE",
          "OPTIMIZE",
          "REPAIR",
          "REINDEX",
          "VACUUM",
          "CLUSTER",
          "REFRESH",
          "FLUSH",
          "RESET",
          "CACHE",
          "LOCK",
          "UNLOCK",
          "INSTALL",
          "UNINSTALL",
          "PURGE",
          "IMPORT",
          "CHECKPOINT",
          "SHUTDOWN",
          "BACKUP",
          "RUNSCRIPT",
          "SCRIPT",
          "USE",
          "DECLARE",
          "DO",
          "EXEC",
          "EXECUTE");

  /** Signs that hide a semicolon from one database and show it to another. */
  private static final Pattern DOUBTFUL = Pattern.compile("//|#|\\\\|\\$|--\\S|/\\*[^*]*/\\*");

  @Override
  String purge(String table, String condition) {
    return "DELETE FROM "
        + table
        + " WHERE "
        + condition
        + " AND created_at < CURRENT_TIMESTAMP - ? * INTERVAL '1' SECOND";
  }

  @Override
  boolean endsTransaction(String word) {
    return DEFINITIONS.contains(word) || super.endsTransaction(word);
  }

  @Override
  boolean isDoubtful(String sql) {
    return DOUBTFUL.matcher(sql).find();
  }
}

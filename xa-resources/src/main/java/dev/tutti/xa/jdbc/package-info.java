/**
 * Databases as resources. The way in is {@link dev.tutti.xa.jdbc.JdbcResource}, for a database that
 * speaks XA, and {@link dev.tutti.xa.jdbc.LastJdbcResource}, for one plain {@code DataSource} that
 * does not. Everything that only one database needs is in its dialect class.
 */
@org.jspecify.annotations.NullMarked
package dev.tutti.xa.jdbc;

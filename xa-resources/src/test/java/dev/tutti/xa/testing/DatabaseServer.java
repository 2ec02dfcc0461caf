package dev.tutti.xa.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database server with one user for applications, who has the rights that one needs. */
public interface DatabaseServer extends TestServer {

  /** The address of a database. */
  default String url(String database) {
    return url(database, port());
  }

  /**
   * The address of a database behind another port.
   *
   * @param database its name
   * @param port of a proxy
   */
  String url(String database, int port);

  /**
   * The address of a database, without a word about TLS: the driver's default holds.
   *
   * @param database its name
   * @param port its own, or a proxy's
   */
  String bareUrl(String database, int port);

  /** The application's user. */
  String user();

  /** The application's password. */
  String password();

  /** Makes a database that belongs to the application's user. */
  void createDatabase(String name);

  /**
   * Makes another application's user, with the same rights in one database.
   *
   * @param user who
   * @param password the password
   * @param database which must exist
   */
  void createUser(String user, String password, String database);

  /** A connection of the administrator, who sees and kills sessions. */
  Connection admin(String database) throws SQLException;

  /** A connection of the application's user. */
  default Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), user(), password());
  }
}

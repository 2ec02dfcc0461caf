package dev.tutti.tm.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.transaction.xa.Xid;

/**
 * Whose an xid is, read from its bytes: node, store and boot are in every xid that Tutti makes, so
 * nothing has to be guessed. Immutable.
 *
 * <p>The gtrid is the engine's 28 byte uid (16 bytes of host, then process, second and counter) and
 * {@code node-store}. The process number is our boot number.
 *
 * @param node the node's name
 * @param storeId the store's own id
 * @param boot which start of the store
 * @param startedAtSecond when that start made its first transaction, seconds since 1970; for people
 * @param transactionId the transaction as people see it
 */
public record Owner(
    String node, String storeId, int boot, long startedAtSecond, String transactionId) {

  /** The format id of the engine's JTA xids. */
  public static final int FORMAT_ID = 131077;

  private static final int UID_BYTES = 28;
  private static final int PROCESS_OFFSET = 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern IDENTITY =
      Pattern.compile("([A-Za-z0-9._]{1,14})-([0-9a-z]{" + StoreIdentity.ID_LENGTH + "})");

  /**
   * Reads the owner of an xid.
   *
   * @param xid any
   * @return the owner; empty if Tutti did not make it
   */
  public static Optional<Owner> of(Xid xid) {
    byte[] gtrid = xid.getGlobalTransactionId();
    if (xid.getFormatId() != FORMAT_ID || gtrid.length <= UID_BYTES) {
      return Optional.empty();
    }
    String identity =
        new String(gtrid, UID_BYTES, gtrid.length - UID_BYTES, StandardCharsets.ISO_8859_1);
    Matcher match = IDENTITY.matcher(identity);
    if (!match.matches()) {
      return Optional.empty();
    }
    ByteBuffer uid = ByteBuffer.wrap(gtrid, PROCESS_OFFSET, UID_BYTES - PROCESS_OFFSET);
    int boot = uid.getInt();
    int second = uid.getInt();
    return Optional.of(
        new Owner(
            match.group(1),
            match.group(2),
            boot,
            Integer.toUnsignedLong(second),
            transactionId(identity, boot, second, uid.getInt())));
  }

  /**
   * The id of a transaction from the engine's uid.
   *
   * @param identity {@code node-store}
   * @param uid the uid's 28 bytes
   * @return the id
   */
  public static String transactionId(String identity, byte[] uid) {
    ByteBuffer bytes = ByteBuffer.wrap(uid, PROCESS_OFFSET, UID_BYTES - PROCESS_OFFSET);
    return transactionId(identity, bytes.getInt(), bytes.getInt(), bytes.getInt());
  }

  /**
   * An xid of this store that no transaction has: prepared and left alone, it is an orphan, and
   * recovery rolls it back.
   *
   * @param identity whose
   * @param second when, seconds since 1970; for people
   * @return the xid, another for each call
   */
  public static XidKey unused(StoreIdentity identity, int second) {
    byte[] name = identity.inXid().getBytes(StandardCharsets.ISO_8859_1);
    byte[] host = new byte[PROCESS_OFFSET];
    RANDOM.nextBytes(host);
    int counter = RANDOM.nextInt() | Integer.MIN_VALUE;
    byte[] gtrid =
        ByteBuffer.allocate(UID_BYTES + name.length)
            .put(host)
            .putInt(identity.boot())
            .putInt(second)
            .putInt(counter)
            .put(name)
            .array();
    return new XidKey(FORMAT_ID, gtrid, ByteBuffer.allocate(Integer.BYTES).putInt(counter).array());
  }

  private static String transactionId(String identity, int boot, int second, int counter) {
    return identity
        + "-"
        + Integer.toUnsignedString(boot, 36)
        + "-"
        + Integer.toHexString(second)
        + "-"
        + Integer.toHexString(counter);
  }
}

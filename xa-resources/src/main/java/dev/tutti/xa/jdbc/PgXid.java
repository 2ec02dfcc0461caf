package dev.tutti.xa.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.transaction.xa.Xid;

/**
 * An xid as PostgreSQL's driver names a prepared transaction: {@code format_gtrid_bqual} in base64.
 * The same names as the driver's own, so that each can finish what the other prepared.
 */
final class PgXid implements Xid {

  /** The format of what was prepared under a name that is no xid: never a format of anybody. */
  private static final int NOT_AN_XID = -1;

  private final int format;
  private final byte[] gtrid;
  private final byte[] bqual;

  private PgXid(int format, byte[] gtrid, byte[] bqual) {
    this.format = format;
    this.gtrid = gtrid;
    this.bqual = bqual;
  }

  /** Digits, letters, and {@code _ + / =}: needs no quoting. */
  static String name(Xid xid) {
    Base64.Encoder encoder = Base64.getEncoder();
    return xid.getFormatId()
        + "_"
        + encoder.encodeToString(xid.getGlobalTransactionId())
        + '_'
        + encoder.encodeToString(xid.getBranchQualifier());
  }

  /** What was not prepared through XA is listed too, to be shown as another application's. */
  static Xid parse(String name) {
    return xid(name)
        .orElseGet(
            () -> {
              byte[] text = name.getBytes(StandardCharsets.UTF_8);
              int middle = Math.min(MAXGTRIDSIZE, text.length);
              int end = Math.min(MAXGTRIDSIZE + MAXBQUALSIZE, text.length);
              return new PgXid(
                  NOT_AN_XID, Arrays.copyOf(text, middle), Arrays.copyOfRange(text, middle, end));
            });
  }

  private static Optional<Xid> xid(String name) {
    String[] parts = name.split("_", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      Base64.Decoder decoder = Base64.getDecoder();
      return Optional.of(
          new PgXid(
              Integer.parseInt(parts[0]), decoder.decode(parts[1]), decoder.decode(parts[2])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public int getFormatId() {
    return format;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return gtrid.clone();
  }

  @Override
  public byte[] getBranchQualifier() {
    return bqual.clone();
  }
}

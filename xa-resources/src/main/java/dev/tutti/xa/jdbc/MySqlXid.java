package dev.tutti.xa.jdbc;

import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.Xid;

/** An xid as MySQL and MariaDB write it: two hexadecimal strings and a number. */
final class MySqlXid implements Xid {

  private final int format;
  private final byte[] gtrid;
  private final byte[] bqual;

  private MySqlXid(int format, byte[] gtrid, byte[] bqual) {
    this.format = format;
    this.gtrid = gtrid;
    this.bqual = bqual;
  }

  /** For the statements; whatever the bytes are, nothing of them is read as SQL. */
  static String literal(Xid xid) {
    HexFormat hex = HexFormat.of();
    return "X'"
        + hex.formatHex(xid.getGlobalTransactionId())
        + "',X'"
        + hex.formatHex(xid.getBranchQualifier())
        + "',"
        + Integer.toUnsignedString(xid.getFormatId());
  }

  /**
   * One row of {@code XA RECOVER}.
   *
   * @param data both parts, one behind the other
   */
  static Xid of(long format, int gtridLength, int bqualLength, byte[] data) {
    return new MySqlXid(
        (int) format,
        Arrays.copyOfRange(data, 0, gtridLength),
        Arrays.copyOfRange(data, gtridLength, gtridLength + bqualLength));
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

  @Override
  public String toString() {
    return literal(this);
  }
}

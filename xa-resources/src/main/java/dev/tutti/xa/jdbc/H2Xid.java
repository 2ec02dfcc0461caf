package dev.tutti.xa.jdbc;

import java.util.Base64;
import java.util.Optional;
import javax.transaction.xa.Xid;

/** An xid as H2 names a prepared transaction: {@code XID|format|bqual|gtrid} in base64url. */
final class H2Xid implements Xid {

  private final int format;
  private final byte[] gtrid;
  private final byte[] bqual;

  private H2Xid(int format, byte[] gtrid, byte[] bqual) {
    this.format = format;
    this.gtrid = gtrid;
    this.bqual = bqual;
  }

  static String name(Xid xid) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return "XID|"
        + xid.getFormatId()
        + '|'
        + encoder.encodeToString(xid.getBranchQualifier())
        + '|'
        + encoder.encodeToString(xid.getGlobalTransactionId());
  }

  /** Empty for a transaction that was not prepared through XA: it is nobody's branch. */
  static Optional<Xid> parse(String name) {
    String[] parts = name.split("\\|", -1);
    if (parts.length != 4 || !parts[0].equals("XID")) {
      return Optional.empty();
    }
    try {
      Base64.Decoder decoder = Base64.getUrlDecoder();
      return Optional.of(
          new H2Xid(
              Integer.parseInt(parts[1]), decoder.decode(parts[3]), decoder.decode(parts[2])));
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

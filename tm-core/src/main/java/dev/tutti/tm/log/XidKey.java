package dev.tutti.tm.log;

import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.Xid;

/**
 * An xid as a value: comparable with any driver's. Immutable and thread-safe (X/Open XA, section
 * 4.2: at most 64 bytes each).
 */
public final class XidKey implements Xid {

  private final int formatId;
  private final byte[] gtrid;
  private final byte[] bqual;
  private final int hash;

  /**
   * Makes one.
   *
   * @param formatId the format
   * @param gtrid global transaction id, copied
   * @param bqual branch qualifier, copied
   */
  public XidKey(int formatId, byte[] gtrid, byte[] bqual) {
    this.formatId = formatId;
    this.gtrid = gtrid.clone();
    this.bqual = bqual.clone();
    this.hash = hash(hash(0x811C9DC5 ^ formatId, this.gtrid), this.bqual);
  }

  /** FNV-1a: xids of one start differ in a counter only, and 31 as a factor makes those collide. */
  private static int hash(int seed, byte[] bytes) {
    int hash = seed;
    for (byte next : bytes) {
      hash = (hash ^ (next & 0xFF)) * 0x01000193;
    }
    return hash;
  }

  /**
   * Copies a driver's xid.
   *
   * @param xid any
   * @return the value
   */
  public static XidKey of(Xid xid) {
    return xid instanceof XidKey key
        ? key
        : new XidKey(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier());
  }

  @Override
  public int getFormatId() {
    return formatId;
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
  public boolean equals(Object other) {
    return other instanceof XidKey key
        && hash == key.hash
        && formatId == key.formatId
        && Arrays.equals(gtrid, key.gtrid)
        && Arrays.equals(bqual, key.bqual);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** {@code formatId:gtrid:bqual}, the last two in hexadecimal: safe to show anywhere. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return formatId + ":" + hex.formatHex(gtrid) + ":" + hex.formatHex(bqual);
  }
}

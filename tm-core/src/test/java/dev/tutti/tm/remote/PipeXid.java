package dev.tutti.tm.remote;

import java.util.HexFormat;
import javax.transaction.xa.Xid;

/** An xid as one word of a line: format, gtrid and bqual, the last two in hexadecimal. */
record PipeXid(String word) implements Xid {

  static PipeXid of(Xid xid) {
    HexFormat hex = HexFormat.of();
    return new PipeXid(
        xid.getFormatId()
            + "_"
            + hex.formatHex(xid.getGlobalTransactionId())
            + "_"
            + hex.formatHex(xid.getBranchQualifier()));
  }

  @Override
  public int getFormatId() {
    return Integer.parseInt(part(0));
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return HexFormat.of().parseHex(part(1));
  }

  @Override
  public byte[] getBranchQualifier() {
    return HexFormat.of().parseHex(part(2));
  }

  private String part(int index) {
    return word.split("_", -1)[index];
  }
}

package dev.tutti.tm.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The decision to commit one transaction, with what is left of its second phase. Immutable.
 *
 * @param transactionId the transaction
 * @param decidedAtMillis when, by the wall clock, for people only
 * @param branches every branch that voted yes
 */
public record DecisionRecord(
    String transactionId, long decidedAtMillis, List<BranchRecord> branches) {

  private static final int VERSION = 1;
  private static final int MAX_BRANCHES = 10_000;

  /**
   * Validates and copies.
   *
   * @param transactionId see the component
   * @param decidedAtMillis see the component
   * @param branches see the component
   */
  public DecisionRecord {
    branches = List.copyOf(branches);
  }

  /**
   * The same decision with other branches.
   *
   * @param next the branches
   * @return the changed copy
   */
  public DecisionRecord with(List<BranchRecord> next) {
    return new DecisionRecord(transactionId, decidedAtMillis, next);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + 128 * branches.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(transactionId);
      out.writeLong(decidedAtMillis);
      out.writeInt(branches.size());
      for (BranchRecord branch : branches) {
        out.writeUTF(branch.resource());
        out.writeByte(branch.progress().code());
        XidKey xid = branch.xid();
        out.writeInt(xid.getFormatId());
        writeBytes(out, xid.getGlobalTransactionId());
        writeBytes(out, xid.getBranchQualifier());
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to take bytes", e);
    }
    return bytes.toByteArray();
  }

  static DecisionRecord decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException("a decision of version " + version + "; this is version " + VERSION);
    }
    String transactionId = in.readUTF();
    long decidedAtMillis = in.readLong();
    int count = in.readInt();
    if (count < 0 || count > MAX_BRANCHES) {
      throw new IOException("a decision with " + count + " branches");
    }
    List<BranchRecord> branches = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String resource = in.readUTF();
      BranchRecord.Progress progress = BranchRecord.Progress.of(in.readUnsignedByte());
      XidKey xid = new XidKey(in.readInt(), readBytes(in), readBytes(in));
      branches.add(new BranchRecord(resource, xid, progress));
    }
    return new DecisionRecord(transactionId, decidedAtMillis, branches);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeByte(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readUnsignedByte());
  }
}

package dev.tutti.tm.log;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A place of the journal that cannot be read, or that is missing: it could have held decisions of
 * some starts. Immutable.
 *
 * @param id the same over restarts, {@code record-} and 8 hexadecimal digits
 * @param fromBoot the first start that could have written what is missing
 * @param toBoot the last one
 * @param what where it is, for people
 */
public record Damage(String id, int fromBoot, int toBoot, String what) {

  static Damage of(Frame.Entry.Damaged entry) {
    CRC32C crc = new CRC32C();
    String text = entry.fromBoot() + " " + entry.toBoot() + " " + entry.what();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return new Damage(
        "record-" + HexFormat.of().toHexDigits((int) crc.getValue()),
        entry.fromBoot(),
        entry.toBoot(),
        entry.what());
  }

  /**
   * Whether nothing is damaged: the journal just knows nothing of that start.
   *
   * @return true if it matters only where a branch of that start is prepared
   */
  public boolean isWithoutTrace() {
    return what.equals(JournalReader.NO_TRACE);
  }

  /**
   * Whether it could have held a decision of a start.
   *
   * @param boot a start of this store
   * @return true if so
   */
  public boolean couldExplain(int boot) {
    return boot >= fromBoot && boot <= toBoot;
  }
}

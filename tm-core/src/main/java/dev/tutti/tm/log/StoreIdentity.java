package dev.tutti.tm.log;

import java.security.SecureRandom;

/**
 * Who a store is. A store that was emptied or replaced is another store: its id is random.
 *
 * @param node the node that owns it
 * @param storeId random, {@value #ID_LENGTH} characters of 0-9 a-z
 * @param boot how often it was opened; unique for each start
 */
public record StoreIdentity(String node, String storeId, int boot) {

  static final int ID_LENGTH = 7;
  private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

  /**
   * What stands in every xid: {@code node-store}.
   *
   * @return at most 22 bytes of ASCII
   */
  public String inXid() {
    return node + "-" + storeId;
  }

  static boolean isId(String text) {
    return text.length() == ID_LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }

  static String newId() {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}

package dev.tutti.app.cli;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Random;

/** Made-up orders; the n-th is always the same. */
final class SampleOrders {

  private static final String[] FIRST = {
    "Ada", "Björn", "Chiara", "Dmitri", "Elif", "Femke", "Goran", "Hana", "Ines", "Jörg", "Kofi",
    "Lucía", "Mei", "Noor", "Olu", "Priya"
  };
  private static final String[] LAST = {
    "Almeida",
    "Bauer",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fischer",
    "García",
    "Horvat",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Novák",
    "O'Brien",
    "Papadopoulos"
  };
  private static final String[] CITY = {
    "Porto", "Wien", "Gent", "Kraków", "Aarhus", "Torino", "Tartu", "Graz", "Lyon", "Bergen"
  };
  private static final String[] ITEM = {
    "violin-strings",
    "rosin",
    "oboe-reeds",
    "drumsticks",
    "music-stand",
    "metronome",
    "clarinet-case",
    "score-folder"
  };
  private static final int[] CENTS = {2490, 795, 3150, 1290, 4500, 2999, 8900, 650};

  String line(int n) {
    Random random = new Random(n * 7919L);
    random.nextInt();
    int item = random.nextInt(ITEM.length);
    int quantity = 1 + random.nextInt(6);
    LocalDateTime placed =
        LocalDateTime.of(2026, 3, 2, 8, 0).plusSeconds(n * 97L + random.nextInt(60));
    BigDecimal total = BigDecimal.valueOf((long) CENTS[item] * quantity, 2);
    String note = random.nextInt(5) == 0 ? "\"leave it with the neighbour\"" : "null";
    return String.format(
        java.util.Locale.ROOT,
        "{\"id\":%d,\"customer\":\"%s %s\",\"city\":\"%s\",\"sku\":\"%s\",\"quantity\":%d,\"total\":%s,\"placedAt\":\"%sZ\",\"express\":%s,\"note\":%s}",
        4710 + n,
        FIRST[random.nextInt(FIRST.length)],
        LAST[random.nextInt(LAST.length)],
        CITY[random.nextInt(CITY.length)],
        ITEM[item],
        quantity,
        total.toPlainString(),
        placed.toString().length() == 16 ? placed + ":00" : placed.toString(),
        random.nextInt(4) == 0,
        note);
  }
}

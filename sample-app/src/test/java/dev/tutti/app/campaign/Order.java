package dev.tutti.app.campaign;

import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The n-th order. It follows from its number alone, so that files of any length are written, and
 * sources of any size checked, without a list of what there should be.
 */
record Order(long id) {

  private static final String[] CITIES = {"Gent", "Porto", "Graz", "Turku"};

  static final String KEY = "order-";

  String key() {
    return KEY + id;
  }

  String customer() {
    return "Customer " + id % 977;
  }

  String city() {
    return CITIES[(int) (id % CITIES.length)];
  }

  String sku() {
    return "sku-" + id % 53;
  }

  int quantity() {
    return (int) (1 + id % 9);
  }

  BigDecimal total() {
    return BigDecimal.valueOf(100 + id % 50_000, 2);
  }

  String placedAt() {
    return String.format(Locale.ROOT, "2026-03-02T08:%02d:%02dZ", id / 60 % 60, id % 60);
  }

  boolean express() {
    return id % 3 == 0;
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"id\":%d,\"customer\":\"%s\",\"city\":\"%s\",\"sku\":\"%s\",\"quantity\":%d,"
            + "\"total\":%s,\"placedAt\":\"%s\",\"express\":%b}",
        id,
        customer(),
        city(),
        sku(),
        quantity(),
        total().toPlainString(),
        placedAt(),
        express());
  }

  /** Writes the orders of these numbers, one in each line. */
  static Path file(Path file, long first, long count) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (long id = first; id < first + count; id++) {
        out.write(new Order(id).json());
        out.newLine();
      }
    }
    return file;
  }
}

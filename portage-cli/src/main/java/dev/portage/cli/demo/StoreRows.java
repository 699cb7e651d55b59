package dev.portage.cli.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What is in tables of a database, as a hash.
 *
 * @param rows how many rows the tables have together
 * @param hash over every value of every row
 */
record StoreRows(long rows, String hash) {

  /** Of the tables whose names are chosen. */
  static StoreRows of(DemoFiles files, Predicate<String> tables) {
    List<String> lines = new ArrayList<>();
    try (Handle handle = Jdbi.open(files.storeUrl())) {
      List<String> all =
          handle
              .createQuery("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
              .mapTo(String.class)
              .list();
      for (String table : all.stream().filter(tables).toList()) {
        handle
            .createQuery("SELECT * FROM \"" + table + "\"")
            .mapToMap()
            .forEach(row -> lines.add(table + line(row)));
      }
    }
    lines.sort(null);
    MessageDigest sha = sha256();
    lines.forEach(line -> sha.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
    return new StoreRows(lines.size(), HexFormat.of().formatHex(sha.digest()));
  }

  private static String line(Map<String, Object> row) {
    StringBuilder line = new StringBuilder();
    row.forEach((column, value) -> line.append('|').append(column).append('=').append(text(value)));
    return line.toString();
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? "x" + HexFormat.of().formatHex(bytes)
        : String.valueOf(value);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

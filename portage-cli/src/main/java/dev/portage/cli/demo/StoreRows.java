package dev.portage.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Everything that is in a database, as hashes. Knows nothing of Portage's tables.
 *
 * @param rows how many rows all tables have together
 * @param rowsHash over every value of every row of every table
 * @param fileHash over the bytes of the file
 */
record StoreRows(long rows, String rowsHash, String fileHash) {

  static StoreRows of(DemoFiles files) {
    List<String> lines = new ArrayList<>();
    // The last one to close a database writes what is still in its log into the file.
    try (Handle handle = Jdbi.open(files.storeUrl())) {
      List<String> tables =
          handle
              .createQuery("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
              .mapTo(String.class)
              .list();
      for (String table : tables) {
        handle
            .createQuery("SELECT * FROM \"" + table + "\"")
            .mapToMap()
            .forEach(row -> lines.add(table + line(row)));
      }
    }
    lines.sort(null);
    MessageDigest sha = sha256();
    lines.forEach(line -> sha.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
    return new StoreRows(lines.size(), HexFormat.of().formatHex(sha.digest()), hash(files));
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

  private static String hash(DemoFiles files) {
    try {
      return HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(files.database())));
    } catch (IOException e) {
      throw new DemoException("the database cannot be read: " + e, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

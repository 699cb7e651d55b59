package dev.portage.taskflow;

import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the first hundred bytes of a SQLite file say; see <a
 * href="https://www.sqlite.org/fileformat2.html#the_database_header">its file format</a>.
 *
 * @param isWal whether it is in WAL mode
 */
record SqliteHead(boolean isWal) {
  private static final int SIZE = 100;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.UTF_8);
  private static final int PAGE_SIZE_AT = 16;
  private static final int WRITE_VERSION_AT = 18;
  private static final int CHANGES_AT = 24;
  private static final int PAGES_AT = 28;
  private static final int VALID_FOR_AT = 92;
  private static final int WAL = 2;

  static SqliteHead of(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(SIZE);
    }
    if (bytes.length == 0) {
      throw new UnusableStoreException(file + " is empty, expected a TaskFlow database");
    }
    if (!Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
      throw new UnusableStoreException(file + " is not a SQLite database");
    }
    ByteBuffer head = ByteBuffer.wrap(Arrays.copyOf(bytes, SIZE));
    long found = Files.size(file);
    long expected = Math.max(SIZE, size(head));
    if (found < expected) {
      throw new UnusableStoreException(
          file
              + " is cut off: it should have "
              + expected
              + " bytes, it has "
              + found
              + "\n  copy it again, or restore it from a backup");
    }
    return new SqliteHead(head.get(WRITE_VERSION_AT) == WAL);
  }

  /** In bytes; 0 if an old version of SQLite wrote last, which did not keep it. */
  private static long size(ByteBuffer head) {
    if (head.getInt(CHANGES_AT) != head.getInt(VALID_FOR_AT)) {
      return 0;
    }
    int page = Short.toUnsignedInt(head.getShort(PAGE_SIZE_AT));
    return Integer.toUnsignedLong(head.getInt(PAGES_AT)) * (page == 1 ? 65_536 : page);
  }
}

package dev.portage.taskflow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** A hash over every column of the rows of one flow, so also over when each was written last. */
final class Content {
  /** Of the hash so many bits make a revision different from others. */
  private static final int BITS = 40;

  private Content() {}

  /** In hexadecimal digits. */
  static String of(Row flow, List<Row> atoms) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    add(digest, flow);
    atoms.stream()
        .sorted(Comparator.comparing(atom -> Row.label(atom.bytes("uuid"))))
        .forEach(atom -> add(digest, atom));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, Row row) {
    new TreeMap<>(row.columns())
        .forEach(
            (column, bytes) -> {
              add(digest, column.getBytes(StandardCharsets.UTF_8));
              digest.update((byte) (bytes == null ? 0 : 1));
              add(digest, bytes == null ? new byte[0] : bytes);
            });
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  /**
   * The revision of a flow: what the journal says if the rows are what its last line left, else one
   * after that which only these rows have.
   */
  static long revision(StoredFlow stored) {
    String content = of(stored.row(), stored.atoms());
    Journal.Past past = stored.past();
    if (past != null && past.content().equals(content)) {
      return past.revision();
    }
    long own = Long.parseUnsignedLong(content.substring(0, BITS / 4), 16);
    return (past == null ? 0 : past.revision()) + 1 + own;
  }
}

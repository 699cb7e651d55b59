package dev.portage.shape;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The revision of a flow: SHA-256 over {@code flow-shape/1\n} and, for each atom in the order of
 * the UTF-8 bytes of its name, the length (four bytes, big endian) and bytes of its name, then of
 * its version; a missing version has the length 0xFFFFFFFF. Equal fingerprints mean equal sets of
 * names and versions, and so equal formats of what is stored.
 *
 * @param hex 64 lower case hexadecimal digits
 */
public record Fingerprint(String hex) {
  private static final int SHORT = 10;
  private static final byte[] MISSING = {-1, -1, -1, -1};

  /** The fingerprint of a set of atoms. */
  public static Fingerprint of(AtomSet atoms) {
    MessageDigest sha = sha256();
    sha.update("flow-shape/1\n".getBytes(StandardCharsets.UTF_8));
    for (ShapeAtom atom : atoms.all()) {
      update(sha, atom.name());
      update(sha, atom.version());
    }
    return new Fingerprint(HexFormat.of().formatHex(sha.digest()));
  }

  private static void update(MessageDigest sha, @Nullable String text) {
    if (text == null) {
      sha.update(MISSING);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    sha.update(bytes);
  }

  /** SHA-256 of a text's UTF-8 bytes, as hexadecimal digits. */
  public static String digest(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The first ten digits, as shown to people. */
  public String brief() {
    return hex.substring(0, Math.min(SHORT, hex.length()));
  }

  @Override
  public String toString() {
    return brief();
  }
}

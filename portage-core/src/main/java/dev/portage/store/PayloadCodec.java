package dev.portage.store;

import org.jspecify.annotations.Nullable;

/**
 * Changes the bytes of values before they are stored, and back after they are read, as compression
 * and encryption do. What a codec has written is marked with its name, so that one store may hold
 * values of several codecs and keys, and plain ones. Nobody above the store sees any of it.
 * Thread-safe.
 */
public interface PayloadCodec {
  /** The name in the ids of what it writes: a small letter, then small letters, digits, hyphens. */
  String name();

  /**
   * Encodes a value.
   *
   * @return null if the value is to be stored as it is
   */
  @Nullable Encoded encode(byte[] bytes, PayloadPlace place);

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws PayloadException with the reason if it cannot be read, never with the value: the flow
   *     is then unreadable, and others go on
   * @throws StoreUnavailableException if it cannot be read just now
   */
  byte[] decode(Encoded encoded, PayloadPlace place);

  /**
   * What a codec has made of a value. The bytes are not copied; nobody may change them.
   *
   * @param parameter what else it needs to read it, such as the id of a key: letters, digits, full
   *     stops, hyphens and underscores, at most 32; may be empty
   * @param bytes what is stored
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Encoded(String parameter, byte[] bytes) {
    /** The parameter and the size. */
    @Override
    public String toString() {
      return "Encoded(" + parameter + ", " + bytes.length + " bytes)";
    }
  }
}

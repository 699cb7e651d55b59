package dev.portage.store;

import dev.portage.model.Names;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The name of one flow in a store, chosen by the caller or made by {@link #next}.
 *
 * @param text 1 to 255 characters, none of them a control character
 */
public record FlowId(String text) implements Comparable<FlowId> {
  /** Longest id, in characters. */
  public static final int LONGEST = 255;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Rejects what no store could hold. */
  public FlowId {
    if (text.isBlank()
        || text.length() > LONGEST
        || text.codePoints().anyMatch(FlowId::isUnprintable)) {
      throw new IllegalArgumentException(
          "a flow id has 1 to "
              + LONGEST
              + " characters, no control characters and no halves of surrogate pairs; found '"
              + text.substring(0, Math.min(text.length(), 80))
              + "'");
    }
  }

  private static boolean isUnprintable(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }

  /** An id from its text. */
  public static FlowId of(String text) {
    return new FlowId(text);
  }

  /** A new UUID of version 7: unique, and later ones sort later. */
  public static FlowId next(InstantSource clock) {
    long random = RANDOM.nextLong();
    long high = clock.millis() << 16 | 0x7000L | (random & 0xfffL);
    long low = RANDOM.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
    return new FlowId(new UUID(high, low).toString());
  }

  /** By unsigned UTF-8 bytes, as every database can sort. */
  @Override
  public int compareTo(FlowId other) {
    return Names.BY_UTF8.compare(text, other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.portage.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** The rules for names of atoms, slots and flows. */
public final class Names {
  /** Longest name, in characters; what every supported database can index. */
  public static final int LONGEST = 255;

  /**
   * By unsigned UTF-8 bytes. {@link String#compareTo} differs from it above the basic plane, and a
   * locale must never matter.
   */
  public static final Comparator<String> BY_UTF8 = Names::compare;

  private Names() {}

  /** Chars sort as their bytes do, but for surrogates; there the bytes themselves are compared. */
  private static int compare(String a, String b) {
    int both = Math.min(a.length(), b.length());
    for (int i = 0; i < both; i++) {
      char one = a.charAt(i);
      char other = b.charAt(i);
      if (one != other) {
        return Character.isSurrogate(one) || Character.isSurrogate(other)
            ? Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8))
            : Character.compare(one, other);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Why a name can't be used, as the rest of a sentence; empty if it can. */
  public static Optional<String> objectionTo(String name) {
    if (name.isBlank()) {
      return Optional.of("the name is blank");
    }
    if (name.length() > LONGEST) {
      return Optional.of("the name has " + name.length() + " characters, more than " + LONGEST);
    }
    if (name.indexOf('[') >= 0 || name.indexOf(']') >= 0) {
      return Optional.of("the name has a square bracket, which marks the key of a fan-out");
    }
    if (name.startsWith("_TaskFlow_")) {
      return Optional.of("names that begin with _TaskFlow_ are reserved");
    }
    if (!isPlain(name) && name.codePoints().anyMatch(Names::isUnprintable)) {
      return Optional.of("the name has a control character or half a surrogate pair");
    }
    return Optional.empty();
  }

  /** Whether it is printable ASCII, as almost every name is: told quickly. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < ' ' || name.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnprintable(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}

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
  public static final Comparator<String> BY_UTF8 =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private Names() {}

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
    if (name.codePoints().anyMatch(Names::isUnprintable)) {
      return Optional.of("the name has a control character or half a surrogate pair");
    }
    return Optional.empty();
  }

  private static boolean isUnprintable(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.CONTROL
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}

package dev.portage.model;

import java.util.Comparator;

/**
 * The name of an atom in one flow: the name in the code, and for an atom of a fan-out its key.
 *
 * @param template the declared name
 * @param key which one of a fan-out; empty for an atom that stands alone
 */
public record AtomName(String template, String key) implements Comparable<AtomName> {
  private static final Comparator<AtomName> ORDER =
      Comparator.comparing(AtomName::template, Names.BY_UTF8)
          .thenComparing(AtomName::key, Names.BY_UTF8);

  /** An atom that stands alone. */
  public static AtomName of(String template) {
    return new AtomName(template, "");
  }

  /** By unsigned UTF-8 bytes, template first. */
  @Override
  public int compareTo(AtomName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return key.isEmpty() ? template : template + "[" + key + "]";
  }
}

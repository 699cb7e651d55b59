package dev.portage.model;

/**
 * The name of an atom in one flow: the name in the code, and for an atom of a fan-out its key.
 *
 * @param template the declared name
 * @param key which one of a fan-out; empty for an atom that stands alone
 */
public record AtomName(String template, String key) implements Comparable<AtomName> {
  /** An atom that stands alone. */
  public static AtomName of(String template) {
    return new AtomName(template, "");
  }

  /** By unsigned UTF-8 bytes, template first. */
  @Override
  public int compareTo(AtomName other) {
    int templates = Names.BY_UTF8.compare(template, other.template);
    return templates != 0 ? templates : Names.BY_UTF8.compare(key, other.key);
  }

  @Override
  public String toString() {
    return key.isEmpty() ? template : template + "[" + key + "]";
  }
}

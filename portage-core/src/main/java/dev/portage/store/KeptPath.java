package dev.portage.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a flow document whose value is not redacted.
 *
 * @param text as it was given
 * @param names one for each level; {@code *} is any
 */
record KeptPath(String text, List<String> names) implements Comparable<KeptPath> {
  private static final String ANY = "*";

  /** Reads a path, whose names may have {@code ~1} for a slash and {@code ~0} for a tilde. */
  static KeptPath of(String text) {
    if (!text.startsWith("/") || text.length() == 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is no path of a flow document, expected such as /inputs/order/currency");
    }
    List<String> names = new ArrayList<>();
    for (String name : List.of(text.substring(1).split("/", -1))) {
      names.add(name.replace("~1", "/").replace("~0", "~"));
    }
    return new KeptPath(text, List.copyOf(names));
  }

  /** The text of a path. */
  static String text(List<String> names) {
    StringBuilder text = new StringBuilder();
    names.forEach(name -> text.append('/').append(name.replace("~", "~0").replace("/", "~1")));
    return text.toString();
  }

  /** Whether the path is this one. */
  boolean covers(List<String> path) {
    if (path.size() != names.size()) {
      return false;
    }
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).equals(ANY) && !names.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(KeptPath other) {
    return text.compareTo(other.text);
  }
}

package dev.portage.migration;

import java.util.Locale;

/** What is to be said of flows of one shape, or of one flow. */
public enum Verdict {
  /** The code is what they are stored by. */
  CURRENT,
  /** They can be migrated. */
  PENDING,
  /** No plan leads from their shape to the code's. */
  STUCK,
  /** There is a plan, and where they are forbids it. */
  BLOCKED,
  /** Newer code wrote them. */
  NEWER,
  /** They are done; nothing is owed. */
  FINISHED,
  /** This code has no flow of that name. */
  UNKNOWN;

  /** In lower case, as shown. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.portage.migration;

import org.jspecify.annotations.Nullable;

/**
 * How an operation fits the atoms that a flow has.
 *
 * @param kind applies, concerns nothing here, is not about atoms, or conflicts
 * @param why of a conflict, as a sentence without a full stop; null otherwise
 */
record Fit(Kind kind, @Nullable String why) {
  static final Fit APPLIES = new Fit(Kind.APPLIES, null);
  static final Fit VACUOUS = new Fit(Kind.VACUOUS, null);

  /** It is not about atoms: it fits whatever they are, and says nothing of its step's fit. */
  static final Fit NEUTRAL = new Fit(Kind.NEUTRAL, null);

  enum Kind {
    APPLIES,
    VACUOUS,
    NEUTRAL,
    CONFLICT
  }

  static Fit conflict(String why) {
    return new Fit(Kind.CONFLICT, why);
  }

  boolean applies() {
    return kind == Kind.APPLIES;
  }

  boolean isVacuous() {
    return kind == Kind.VACUOUS;
  }

  boolean isNeutral() {
    return kind == Kind.NEUTRAL;
  }
}

package dev.portage.shape;

import dev.portage.model.AtomKind;
import org.jspecify.annotations.Nullable;

/** One way in which a stored shape and a target shape differ. */
public sealed interface Inconsistency {
  /** The atom. */
  String atom();

  /** The difference in words, such as {@code removed charge@1.0}. */
  String describe();

  /** It is stored, but no longer in the flow. */
  record TaskRemoved(ShapeAtom stored) implements Inconsistency {
    @Override
    public String atom() {
      return stored.name();
    }

    @Override
    public String describe() {
      return "removed " + stored;
    }
  }

  /** It is in the flow, but not stored. */
  record TaskAdded(ShapeAtom target) implements Inconsistency {
    @Override
    public String atom() {
      return target.name();
    }

    @Override
    public String describe() {
      return "added " + target;
    }
  }

  /** Both have it, with different versions; null is a missing version. */
  record VersionChanged(String atom, @Nullable String from, @Nullable String to)
      implements Inconsistency {
    @Override
    public String describe() {
      return "changed "
          + atom
          + " "
          + (from == null ? "-" : from)
          + " -> "
          + (to == null ? "-" : to);
    }
  }

  /** A task and a retry under one name. */
  record KindChanged(String atom, AtomKind from, AtomKind to) implements Inconsistency {
    @Override
    public String describe() {
      return "changed " + atom + " from " + from + " to " + to;
    }
  }
}

package dev.portage.migration;

import dev.portage.model.Version;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.Inconsistency.KindChanged;
import dev.portage.shape.Inconsistency.VersionChanged;
import dev.portage.shape.ShapeAtom;
import java.util.Optional;

/** What is said of a difference that nobody answered. */
final class Residue {
  private Residue() {}

  /** A finding for a changed version or kind; the others speak for themselves. */
  static Optional<Finding> finding(Inconsistency left) {
    if (left instanceof KindChanged kind) {
      return Optional.of(
          Finding.of(
              FindingCode.KIND01,
              kind.atom(),
              "is stored as " + kind.from() + ", the code has a " + kind.to(),
              Remedy.of(Lines.drop(kind.atom())).advise("give the new one another name")));
    }
    return left instanceof VersionChanged changed
        ? Optional.of(version(changed))
        : Optional.empty();
  }

  /** A name in the code that the book says is never used again. */
  static Finding retired(ShapeAtom atom) {
    return Finding.of(
        FindingCode.NAME01,
        atom.name(),
        "is in the code again, but its name was retired",
        Remedy.advice("give the task another name"));
  }

  private static Finding version(VersionChanged changed) {
    Optional<Version> from = Version.from(changed.from());
    Optional<Version> to = Version.from(changed.to());
    if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
      return Finding.of(
          FindingCode.VER02,
          changed.atom(),
          "is stored in version " + changed.from() + ", the code has the older " + changed.to(),
          Remedy.advice(
              "deploy the newer code again, or undo the migration that raised the version"));
    }
    return Finding.of(
        FindingCode.DATA03,
        changed.atom(),
        "is stored in version "
            + changed.from()
            + ", the code has "
            + changed.to()
            + ", and no step says how its data changed",
        Remedy.of(
            Lines.mapped(changed.atom(), changed.from(), changed.to()),
            Lines.kept(changed.atom(), changed.from(), changed.to())));
  }
}

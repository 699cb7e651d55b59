package dev.portage.migration;

import dev.portage.model.Version;
import dev.portage.shape.Inconsistency;
import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.Inconsistency.VersionChanged;
import dev.portage.shape.ShapeAtom;
import java.util.List;
import java.util.Optional;

/** The rules that come last, unless the book is strict. */
final class BuiltInRules {
  /** A task says in the code which name it had. */
  static final Rule FORMERLY = new Rule("formerly", BuiltInRules::formerly);

  /** Renames that the code declares, then drop, add, and keep over a higher minor. */
  static final List<Rule> ALL =
      List.of(
          FORMERLY,
          new Rule("default: drop what is gone", BuiltInRules::removed),
          new Rule("default: new tasks start PENDING", BuiltInRules::added),
          new Rule("default: a higher minor keeps its output", BuiltInRules::minor));

  private BuiltInRules() {}

  private static List<Operation> formerly(Inconsistency found, Draft atoms) {
    if (!(found instanceof TaskRemoved removed)) {
      return List.of();
    }
    List<ShapeAtom> heirs =
        atoms.heirs(removed.atom()).stream()
            .filter(atom -> atom.kind() == removed.stored().kind() && !atoms.has(atom.name()))
            .toList();
    return heirs.size() == 1 ? List.of(new Rename(removed.atom(), heirs.get(0).name())) : List.of();
  }

  private static List<Operation> removed(Inconsistency found, Draft atoms) {
    return found instanceof TaskRemoved removed
        ? List.of(new Drop(removed.atom(), OnDone.AUTO, InDoubt.BLOCK))
        : List.of();
  }

  private static List<Operation> added(Inconsistency found, Draft atoms) {
    return found instanceof TaskAdded added ? List.of(Add.pending(added.target())) : List.of();
  }

  private static List<Operation> minor(Inconsistency found, Draft atoms) {
    if (!(found instanceof VersionChanged changed)) {
      return List.of();
    }
    Optional<Version> from = Version.from(changed.from());
    Optional<Version> to = Version.from(changed.to());
    boolean compatible =
        from.isPresent()
            && to.isPresent()
            && from.get().major() == to.get().major()
            && from.get().compareTo(to.get()) < 0;
    return compatible
        ? List.of(
            new ChangeVersion(
                changed.atom(), changed.from(), changed.to(), OutputMap.SAME, InDoubt.BLOCK))
        : List.of();
  }
}

package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import dev.portage.shape.ShapeAtom.Traits;
import java.util.List;

/** Copies of atoms that declare something else. */
final class AtomEdits {
  private AtomEdits() {}

  static ShapeAtom reverting(ShapeAtom atom) {
    Traits old = atom.traits();
    Traits now =
        new Traits(
            !old.reverts(),
            old.sideEffects(),
            old.formerly(),
            old.optional(),
            old.revertRequires(),
            old.strategy(),
            old.each());
    return new ShapeAtom(
        atom.kind(), atom.name(), atom.version(), atom.requires(), atom.provides(), now);
  }

  static ShapeAtom providing(ShapeAtom atom, List<String> slots) {
    return new ShapeAtom(
        atom.kind(),
        atom.name(),
        atom.version(),
        atom.requires(),
        ShapeAtom.slotSet(slots),
        atom.traits());
  }

  static ShapeAtom requiring(ShapeAtom atom, List<String> slots) {
    return new ShapeAtom(
        atom.kind(),
        atom.name(),
        atom.version(),
        ShapeAtom.slotSet(slots),
        atom.provides(),
        atom.traits());
  }
}

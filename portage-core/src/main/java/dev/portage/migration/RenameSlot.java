package dev.portage.migration;

import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A slot that a task or retry provides has another name; the values that are stored in it stay. Of
 * a fan-out it holds for every item, of a retry for each attempt in its history.
 *
 * @param atom who provides it
 */
record RenameSlot(String atom, String from, String to) implements Operation {
  @Override
  public String describe() {
    return "rename slot " + from + " -> " + to + " of " + atom;
  }

  @Override
  public String line() {
    return Lines.renameSlot(atom, from, to);
  }

  @Override
  public String word() {
    return "rename-slot";
  }

  @Override
  public String symbol() {
    return "~";
  }

  @Override
  public Set<String> sources() {
    return Set.of(atom);
  }

  @Override
  public Set<String> creates() {
    return Set.of();
  }

  @Override
  public Set<String> footprint() {
    return Set.copyOf(List.of(atom, "slot " + atom + "." + from, "slot " + atom + "." + to));
  }

  @Override
  public Fit fit(Draft atoms) {
    ShapeAtom stored = atoms.get(atom);
    if (stored == null) {
      return Fit.VACUOUS;
    }
    boolean hasOld = stored.provides().contains(from);
    boolean hasNew = stored.provides().contains(to);
    if (hasOld != hasNew) {
      return hasOld ? Fit.APPLIES : Fit.VACUOUS;
    }
    if (!hasOld && atoms.isOfUnknownSlots(stored)) {
      return Fit.APPLIES;
    }
    return Fit.conflict(
        atom + " provides " + stored.provides() + ", expected '" + from + "' and not '" + to + "'");
  }

  @Override
  public void apply(Draft atoms) {
    ShapeAtom stored = Objects.requireNonNull(atoms.get(atom));
    if (stored.provides().contains(from)) {
      List<String> slots = new ArrayList<>(stored.provides());
      slots.remove(from);
      slots.add(to);
      atoms.put(stored.providing(slots));
    }
  }

  @Override
  public Optional<Operation> inverse(Before before) {
    return Optional.of(new RenameSlot(atom, to, from));
  }

  @Override
  public void rewrite(Rewriting work) {
    SlotRenaming renaming = new SlotRenaming(work, from, to);
    for (AtomRecord row : work.rows(atom)) {
      if (!work.isDead(this, row)) {
        work.put(renaming.of(row));
      }
    }
  }
}

package dev.portage.migration;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.Times;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * The task has become several; each is where the one was.
 *
 * @param atom its name; a part may bear it too
 * @param parts what it has become, at least two
 * @param inDoubt what to do where it was running
 */
record Split(String atom, List<Part> parts, InDoubt inDoubt) implements Operation {
  Split {
    parts = List.copyOf(parts);
  }

  @Override
  public String describe() {
    return "split "
        + atom
        + " -> "
        + parts.stream().map(Part::name).collect(Collectors.joining(", "));
  }

  @Override
  public String line() {
    return Lines.split(atom, parts);
  }

  @Override
  public String word() {
    return "split";
  }

  @Override
  public String symbol() {
    return "±";
  }

  @Override
  public Set<String> sources() {
    return Set.of(atom);
  }

  @Override
  public Set<String> creates() {
    Set<String> names = new LinkedHashSet<>();
    parts.forEach(part -> names.add(part.name()));
    return names;
  }

  @Override
  public Fit fit(Draft atoms) {
    if (!atoms.has(atom) || isSplit(atoms)) {
      return Fit.VACUOUS;
    }
    if (isOfOtherKind(atoms)) {
      return Fit.conflict("of " + atom + " and its parts some are tasks and some are retries");
    }
    if (isSpreadOtherwise(atoms)) {
      return Fit.conflict(
          "of " + atom + " and its parts some stand for each element of a list, some do not");
    }
    List<String> taken =
        creates().stream().filter(name -> !name.equals(atom) && atoms.has(name)).toList();
    return taken.isEmpty()
        ? Fit.APPLIES
        : Fit.conflict(
            "there would be two sources for "
                + String.join(", ", taken)
                + ": stored, and split off "
                + atom);
  }

  /** Whether its parts are there already; one of them has its name. */
  private boolean isSplit(Draft atoms) {
    return creates().contains(atom)
        && parts.stream()
            .allMatch(
                part -> {
                  ShapeAtom there = atoms.get(part.name());
                  return there != null && part.version().equals(there.version());
                });
  }

  private boolean isOfOtherKind(Draft atoms) {
    AtomKind whole = Objects.requireNonNull(atoms.get(atom)).kind();
    return creates().stream()
        .map(name -> atoms.target().get(name))
        .anyMatch(part -> part != null && part.kind() != whole);
  }

  /** Whether rows of the whole are no rows of its parts: one is a fan-out, another is not. */
  private boolean isSpreadOtherwise(Draft atoms) {
    boolean whole = Objects.requireNonNull(atoms.get(atom)).isFanOut();
    return creates().stream()
        .map(name -> atoms.target().get(name))
        .anyMatch(part -> part != null && part.isFanOut() != whole);
  }

  @Override
  public void apply(Draft atoms) {
    ShapeAtom whole = Objects.requireNonNull(atoms.get(atom));
    atoms.remove(atom);
    for (Part part : parts) {
      ShapeAtom declared = atoms.target().get(part.name());
      ShapeAtom known = declared == null ? ShapeAtom.of(whole.kind(), part.name(), null) : declared;
      ShapeAtom made = known.versioned(part.version());
      if (made.kind() == AtomKind.RETRY) {
        atoms.put(made);
      } else {
        atoms.putMapped(made.providing(List.of()));
      }
    }
  }

  @Override
  public void rewrite(Rewriting work) {
    work.rows(atom).forEach(row -> split(work, row));
  }

  /** The parts are merged again, if it is said of each what the old task had of it. */
  @Override
  public Optional<Operation> inverse(Before before) {
    String version = before.atom(atom).version();
    if (version == null
        || before.atom(atom).kind() == AtomKind.RETRY
        || parts.stream().anyMatch(part -> part.output() != null && part.back() == null)) {
      return Optional.empty();
    }
    Whole whole = Whole.of(atom, version).output(this::join).back(this::share);
    Optional<Part> heir = parts.stream().filter(Part::inheritsKey).findFirst();
    Whole known = heir.isEmpty() ? whole : whole.inherits(heir.get().name());
    return Optional.of(new Merge(parts.stream().map(Part::name).toList(), known, InDoubt.BLOCK));
  }

  private void join(ObjectNode old, ObjectNode whole) {
    for (Part part : parts) {
      if (part.back() != null && old.get(part.name()) instanceof ObjectNode slots) {
        part.back().accept(slots, whole);
      }
    }
  }

  private void share(ObjectNode whole, ObjectNode filled) {
    for (Part part : parts) {
      ObjectNode slots = filled.putObject(part.name());
      if (part.output() != null) {
        part.output().accept(whole, slots);
      }
    }
  }

  @Override
  public void trace(Descent names) {
    names.split(atom, parts.stream().map(Part::name).toList());
  }

  private void split(Rewriting work, AtomRecord whole) {
    if (work.isDead(this, whole)) {
      return;
    }
    AtomRecord row = whole;
    if (row.state() == AtomState.FAILURE) {
      work.finds(
          FindingCode.FAIL01,
          atom,
          "has failed, and splitting it would leave nobody to answer for that",
          Remedy.of(work.allowing(FindingCode.FAIL01, line()))
              .advise("let the flow revert under the old code first"));
      if (!work.isAllowed(FindingCode.FAIL01)) {
        return;
      }
    }
    if (row.state().isInDoubt()) {
      Optional<AtomRecord> settled = Doubt.settle(work, this, row, inDoubt);
      if (settled.isEmpty()) {
        return;
      }
      row = settled.get();
    }
    divide(work, row);
  }

  /**
   * Whether the parts have something to take over: an output, what a revert will undo, or could
   * not.
   */
  static boolean hasShare(AtomState state) {
    return state == AtomState.SUCCESS
        || state == AtomState.REVERTING
        || state == AtomState.REVERT_FAILURE;
  }

  /** A part that is another attempt; a failure is every part's, so that each is reverted. */
  private Execution another(Part part, Execution whole) {
    int attempts = part.name().equals(atom) ? whole.attempts() : 0;
    return new Execution(
        whole.failure() == null ? null : whole.version(),
        null,
        whole.failure(),
        attempts, // of this name, so that none of its keys is used twice
        null,
        whole.failure() == null ? Times.UNKNOWN : whole.times());
  }

  private void divide(Rewriting work, AtomRecord row) {
    boolean isHead = work.isHead(row);
    work.remove(row.name());
    for (Part part : parts) {
      AtomRecord half = row.named(new AtomName(part.name(), row.name().key()));
      if (isHead) {
        work.put(half); // state and keys; only items have outputs
      } else if (hasShare(row.state())) {
        work.put(work.outputs().made().part(this, row, part, half));
      } else {
        work.put(part.inheritsKey() ? half : half.with(another(part, row.execution())));
      }
    }
  }
}

package dev.portage.migration;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several tasks have become one, which is where they were.
 *
 * @param tasks their names, at least two; one of them may be the new task's
 * @param whole what they have become
 * @param inDoubt what to do where one was running
 */
record Merge(List<String> tasks, Whole whole, InDoubt inDoubt) implements Operation {
  /** Where a merged row holds all that the rows held; what undone ones hold is in the journal. */
  private static final Set<AtomState> KEEPS_ALL =
      EnumSet.of(AtomState.PENDING, AtomState.SUCCESS, AtomState.IGNORE);

  Merge {
    tasks = List.copyOf(tasks);
  }

  @Override
  public String describe() {
    return "merge " + String.join(", ", tasks) + " -> " + whole.name();
  }

  @Override
  public String line() {
    return Lines.merge(tasks, whole);
  }

  @Override
  public String word() {
    return "merge";
  }

  @Override
  public String symbol() {
    return "∓";
  }

  @Override
  public Set<String> sources() {
    return new LinkedHashSet<>(tasks);
  }

  @Override
  public Set<String> creates() {
    return Set.of(whole.name());
  }

  @Override
  public Fit fit(Draft atoms) {
    List<String> there = tasks.stream().filter(atoms::has).toList();
    if (there.isEmpty() || isMerged(there, atoms)) {
      return Fit.VACUOUS;
    }
    if (there.size() < tasks.size()) {
      return Fit.conflict("of " + listed(tasks) + " only " + listed(there) + " is stored");
    }
    if (!tasks.contains(whole.name()) && atoms.has(whole.name())) {
      return Fit.conflict(
          "there would be two sources for "
              + whole.name()
              + ": it is stored, and so are "
              + listed(tasks));
    }
    return alike(atoms);
  }

  /** Whether what is there is the new task already: it has the name of one of the old ones. */
  private boolean isMerged(List<String> there, Draft atoms) {
    return there.equals(List.of(whole.name()))
        && whole.version().equals(Objects.requireNonNull(atoms.get(whole.name())).version());
  }

  /** Whether rows of the tasks can be rows of the whole. */
  private Fit alike(Draft atoms) {
    List<ShapeAtom> all = tasks.stream().map(task -> stored(atoms, task)).toList();
    ShapeAtom now = atoms.target().get(whole.name());
    if (all.stream().anyMatch(atom -> atom.kind() == AtomKind.RETRY)
        || (now != null && now.kind() == AtomKind.RETRY)) {
      return Fit.conflict(
          "a retry remembers its own attempts and cannot be merged: of "
              + listed(tasks)
              + " and "
              + whole.name()
              + " one is a retry");
    }
    boolean spread = all.get(0).isFanOut();
    boolean otherwise =
        all.stream().anyMatch(atom -> atom.isFanOut() != spread)
            || (now != null && now.isFanOut() != spread);
    return otherwise
        ? Fit.conflict(
            "of "
                + listed(tasks)
                + " and "
                + whole.name()
                + " some stand for each element of a list, some do not")
        : Fit.APPLIES;
  }

  private static String listed(List<String> names) {
    return String.join(", ", names);
  }

  @Override
  public void apply(Draft atoms) {
    List<ShapeAtom> old = tasks.stream().map(task -> stored(atoms, task)).toList();
    boolean isUnknown = whole.output() != null || old.stream().anyMatch(atoms::isOfUnknownSlots);
    tasks.forEach(atoms::remove);
    ShapeAtom declared = atoms.target().get(whole.name());
    ShapeAtom known = declared == null ? ShapeAtom.of(AtomKind.TASK, whole.name(), null) : declared;
    ShapeAtom made = known.versioned(whole.version());
    if (isUnknown) {
      atoms.putMapped(made.providing(List.of()));
    } else {
      atoms.put(made.providing(old.stream().flatMap(one -> one.provides().stream()).toList()));
    }
  }

  private static ShapeAtom stored(Draft atoms, String task) {
    return Objects.requireNonNull(atoms.get(task), task);
  }

  @Override
  public void rewrite(Rewriting work) {
    List<AtomRecord> stored = tasks.stream().map(task -> stored(work, task)).toList();
    if (work.stored(tasks.get(0)).isFanOut()) {
      new MergedFanOuts(this, work, stored).rewrite();
    } else if (tasks.stream().anyMatch(task -> isOfMany(work, task))) {
      work.finds(
          FindingCode.MIX01,
          whole.name(),
          "is merged of names that stand for several stored tasks each, and which of them belong"
              + " together is not known",
          Remedy.advice("let these flows finish under the old code, or rename and drop the tasks"));
    } else {
      Merging.of(this, work, stored)
          .ifPresent(
              row -> {
                stored.forEach(old -> work.remove(old.name()));
                work.put(row);
              });
    }
  }

  /** Whether rows have keys that no fan-out explains: names of another system that hold an id. */
  private static boolean isOfMany(Rewriting work, String task) {
    return work.rows(task).stream().anyMatch(row -> !row.name().key().isEmpty());
  }

  private static AtomRecord stored(Rewriting work, String task) {
    return work.row(task)
        .orElseGet(() -> AtomRecord.untouched(AtomName.of(task), work.stored(task).kind()));
  }

  @Override
  public void trace(Descent names) {
    names.merged(tasks, whole.name());
  }

  /** Each task gets its own slots back, if all tasks were where the whole is. */
  @Override
  public Optional<Operation> inverse(Before before) {
    Set<AtomState> stood =
        tasks.stream().flatMap(task -> states(before, task)).collect(Collectors.toSet());
    boolean keptAll = KEEPS_ALL.containsAll(stood) && stood.size() <= 1;
    if ((whole.output() != null && whole.back() == null) || !keptAll) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    for (String task : tasks) {
      ShapeAtom atom = before.atom(task);
      if (atom.version() == null) {
        return Optional.empty();
      }
      Part part = part(task, atom.version(), atom.provides());
      parts.add(task.equals(whole.heir()) ? part.inherits() : part);
    }
    return Optional.of(new Split(whole.name(), parts, InDoubt.BLOCK));
  }

  private Part part(String task, String version, Set<String> slots) {
    BiConsumer<ObjectNode, ObjectNode> back = whole.back();
    Part part = Part.of(task, version);
    return back == null
        ? part.taking(slots.toArray(String[]::new))
        : part.output((old, filled) -> filled.setAll(share(back, old, task)))
            .back((own, all) -> all.setAll(own));
  }

  private static ObjectNode share(
      BiConsumer<ObjectNode, ObjectNode> back, ObjectNode old, String task) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    back.accept(old, all);
    return all.get(task) instanceof ObjectNode slots ? slots : all.objectNode();
  }

  private static Stream<AtomState> states(Before before, String task) {
    List<AtomRecord> rows = before.rows(task);
    return rows.isEmpty() ? Stream.of(AtomState.PENDING) : rows.stream().map(AtomRecord::state);
  }
}

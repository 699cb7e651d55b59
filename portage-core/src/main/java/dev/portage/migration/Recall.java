package dev.portage.migration;

import dev.portage.shape.AtomSet;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes an operation back exactly, where nothing has happened since to what it touched: the atoms
 * and their rows are what they were. Elsewhere its inverse does, if there is one.
 *
 * @param undone what is taken back
 * @param before what it touched, as it was
 * @param after the same, as it left it
 * @param inverse null if there is none
 */
record Recall(Operation undone, Part before, Part after, @Nullable Operation inverse)
    implements Operation {
  /**
   * A part of a flow.
   *
   * @param names which atoms it is about, whether they are there or not
   * @param atoms those that are there
   * @param rows what is stored of them
   */
  record Part(Set<String> names, List<ShapeAtom> atoms, List<AtomRecord> rows) {
    Part {
      names = Set.copyOf(names);
      atoms = List.copyOf(atoms);
      rows = List.copyOf(rows);
    }

    static Part of(Set<String> names, AtomSet atoms, Collection<AtomRecord> rows) {
      return new Part(
          names,
          atoms.all().stream().filter(atom -> names.contains(atom.name())).toList(),
          rows.stream()
              .filter(row -> names.contains(row.name().template()))
              .sorted(Comparator.comparing(row -> row.name().template()))
              .toList());
    }

    /** The rows alone, of flows whose atoms are known to the inverse. */
    static Part of(Set<String> names, Rewriting work) {
      return new Part(names, List.of(), rows(names, work));
    }

    private static List<AtomRecord> rows(Set<String> names, Rewriting work) {
      return names.stream().sorted().flatMap(name -> work.rows(name).stream()).toList();
    }
  }

  @Override
  public String describe() {
    return inverse == null ? "take back " + undone.describe() : inverse.describe();
  }

  @Override
  public String line() {
    return "";
  }

  @Override
  public String word() {
    return inverse == null ? "recall" : inverse.word();
  }

  @Override
  public String symbol() {
    return inverse == null ? "~" : inverse.symbol();
  }

  @Override
  public Set<String> sources() {
    return names(after);
  }

  @Override
  public Set<String> creates() {
    return names(before);
  }

  private static Set<String> names(Part part) {
    Set<String> names = new LinkedHashSet<>();
    part.atoms().forEach(atom -> names.add(atom.name()));
    return names;
  }

  @Override
  public Fit fit(Draft atoms) {
    return inverse == null ? Fit.APPLIES : inverse.fit(atoms);
  }

  @Override
  public void apply(Draft atoms) {
    if (inverse != null) {
      inverse.apply(atoms);
      return;
    }
    after.atoms().forEach(atom -> atoms.remove(atom.name()));
    before.atoms().forEach(atoms::put);
  }

  @Override
  public void rewrite(Rewriting work) {
    List<AtomRecord> now = Part.rows(after.names(), work);
    if (inverse != null && !now.equals(after.rows())) {
      inverse.rewrite(work);
      return;
    }
    if (!now.equals(after.rows())) {
      work.finds(
          FindingCode.UNDO01,
          String.join(", ", names(after)),
          "is not what '" + undone.describe() + "' left, and nothing says how to take that back",
          Remedy.advice("let the flow go on under the new code"));
      return;
    }
    now.forEach(row -> work.remove(row.name()));
    before.rows().forEach(work::put);
  }

  @Override
  public void trace(Descent names) {
    if (inverse != null) {
      inverse.trace(names);
    } else if (before.atoms().size() == 1) {
      String whole = before.atoms().get(0).name();
      names(after).stream()
          .filter(name -> !name.equals(whole))
          .forEach(name -> names.renamed(name, whole));
    }
  }
}

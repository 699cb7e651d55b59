package dev.portage.shape;

import dev.portage.model.Decider.Depth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What runs before what. A graph over numbered nodes: the atoms first, in declared order, then two
 * barriers for each subflow, its start and its end; so its size is linear in the size of the shape,
 * where direct edges between atoms could be quadratic.
 */
public final class Precedence {
  /** What stands for no retry. */
  public static final int NO_RETRY = -1;

  private final List<ShapeAtom> atoms;
  private final Map<String, Integer> indexes;
  private final List<List<Integer>> successors;
  private final List<List<Integer>> predecessors;
  private final int[] retries;

  private Precedence(Builder builder) {
    this.atoms = builder.atoms;
    this.indexes = builder.indexes;
    this.successors = builder.successors;
    this.predecessors = builder.predecessors;
    this.retries = builder.retries;
  }

  /** How many nodes there are, barriers included. */
  public int size() {
    return successors.size();
  }

  /** How many atoms there are; their nodes are the first ones. */
  public int atomCount() {
    return atoms.size();
  }

  /** The atom of a node below {@link #atomCount}. */
  public ShapeAtom atom(int node) {
    return atoms.get(node);
  }

  /** The node of the atom of that name; of two with one name the first. */
  public int node(String atom) {
    return Objects.requireNonNull(indexes.get(atom), () -> "no atom " + atom);
  }

  /**
   * The retry that decides when this atom fails: that of the nearest flow around it, and for a
   * retry the one around its own flow; {@link #NO_RETRY} if there is none.
   */
  public int retryOf(int atom) {
    return retries[atom];
  }

  /** The nodes that wait for this one. */
  public List<Integer> successors(int node) {
    return successors.get(node);
  }

  /** The nodes that this one waits for. */
  public List<Integer> predecessors(int node) {
    return predecessors.get(node);
  }

  /** The nodes of every atom that runs later than this one. */
  public BitSet after(int atom) {
    BitSet seen = new BitSet(size());
    Deque<Integer> open = new ArrayDeque<>(successors(atom));
    while (!open.isEmpty()) {
      int node = open.remove();
      if (!seen.get(node)) {
        seen.set(node);
        open.addAll(successors(node));
      }
    }
    seen.clear(atomCount(), size());
    return seen;
  }

  /**
   * What goes with an atom that is left out: the atom, and those after it that the depth reaches,
   * the nearest first.
   *
   * @param seen nodes that were reached before and need not be walked again; gets those reached now
   */
  public List<Integer> reach(int atom, Depth depth, BitSet seen) {
    List<Integer> found = new ArrayList<>(List.of(atom));
    Deque<Integer> open = new ArrayDeque<>(depth == Depth.ATOM ? List.of() : successors(atom));
    while (!open.isEmpty()) {
      int node = open.remove();
      boolean isAtom = node < atomCount();
      if (!seen.get(node)) {
        seen.set(node);
        if (isAtom) {
          found.add(node);
        }
        if (depth == Depth.ALL || (depth == Depth.FLOW && isAtom)) {
          open.addAll(successors(node));
        }
      }
    }
    return found;
  }

  /** Every atom that runs later than this one, in the order of a breadth-first walk. */
  public Set<String> atomsAfter(String atom) {
    return reach(atom, this::successors);
  }

  /** Every atom that runs earlier than this one, in the order of a breadth-first walk. */
  public Set<String> atomsBefore(String atom) {
    return reach(atom, this::predecessors);
  }

  private Set<String> reach(String atom, IntFunction<List<Integer>> next) {
    Set<String> found = new LinkedHashSet<>();
    BitSet seen = new BitSet(size());
    Deque<Integer> open = new ArrayDeque<>(next.apply(node(atom)));
    while (!open.isEmpty()) {
      int node = open.remove();
      if (!seen.get(node)) {
        seen.set(node);
        if (node < atomCount()) {
          found.add(atoms.get(node).name());
        }
        open.addAll(next.apply(node));
      }
    }
    return found;
  }

  /** The atoms that stand in a cycle or behind one, in declared order; empty if there is none. */
  public List<String> entangled() {
    int[] waiting = new int[size()];
    Deque<Integer> free = new ArrayDeque<>();
    for (int node = 0; node < size(); node++) {
      waiting[node] = predecessors(node).size();
      if (waiting[node] == 0) {
        free.add(node);
      }
    }
    BitSet done = new BitSet(size());
    while (!free.isEmpty()) {
      int node = free.remove();
      done.set(node);
      for (int after : successors(node)) {
        if (--waiting[after] == 0) {
          free.add(after);
        }
      }
    }
    List<String> left = new ArrayList<>();
    for (int node = done.nextClearBit(0); node < atomCount(); node = done.nextClearBit(node + 1)) {
      left.add(atoms.get(node).name());
    }
    return left;
  }

  /** Collects nodes and edges. */
  static final class Builder {
    private final List<ShapeAtom> atoms;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<List<Integer>> successors = new ArrayList<>();
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final int[] retries;

    Builder(List<ShapeAtom> atoms) {
      this.atoms = atoms;
      this.retries = new int[atoms.size()];
      Arrays.fill(retries, NO_RETRY);
      for (ShapeAtom atom : atoms) {
        indexes.putIfAbsent(atom.name(), node());
      }
    }

    int node() {
      successors.add(new ArrayList<>(2));
      predecessors.add(new ArrayList<>(2));
      return successors.size() - 1;
    }

    int node(String atom) {
      return Objects.requireNonNull(indexes.get(atom), () -> "no atom " + atom);
    }

    void govern(int atom, int retry) {
      retries[atom] = retry;
    }

    void edge(int from, int to) {
      successors.get(from).add(to);
      predecessors.get(to).add(from);
    }

    Precedence build() {
      return new Precedence(this);
    }
  }
}

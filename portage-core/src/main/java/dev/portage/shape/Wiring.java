package dev.portage.shape;

import dev.portage.model.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where each atom of a shape gets its slots from, and what runs before what. One rule serves the
 * compiler and the checks of migrations:
 *
 * <p>An atom takes a slot from the nearest provider that is sure to run before it. The search goes
 * from the innermost flow outwards. In a linear flow the nearest earlier part that provides the
 * slot wins; in a graph flow it is the one part that provides it, and that part then runs first; in
 * an unordered flow parts do not see each other. A part that is a flow provides what its atoms
 * provide; what the retry of a flow provides is in sight of everything in that flow. Two candidates
 * that are equally near are ambiguous. A decider takes its slots as if the part that its link leads
 * to read them. A slot that no atom in sight provides is an input of the flow; if the atom can do
 * without the slot, the inputs may lack it.
 */
public final class Wiring {
  /** Who gives what to whom: for each atom and slot the provider; the inputs; every guard. */
  record Sources(
      Map<String, Map<String, String>> providers, Set<String> inputs, List<Guard> guards) {}

  private final Sources sources;
  private final Precedence precedence;
  private final Map<Integer, List<Guard>> guards;
  private final List<Problem> problems;

  Wiring(
      Sources sources,
      Precedence precedence,
      Map<Integer, List<Guard>> guards,
      List<Problem> problems) {
    this.sources = sources;
    this.precedence = precedence;
    this.guards = guards;
    this.problems = List.copyOf(problems);
  }

  /** Wires a shape; mistakes in it are {@link #problems()}, not exceptions. */
  public static Wiring of(Shape shape) {
    return new Wirer(shape).wire();
  }

  /** The atom that an atom takes a slot from; null if the slot is an input of the flow. */
  public @Nullable String provider(String atom, String slot) {
    return sources.providers.getOrDefault(atom, Map.of()).get(slot);
  }

  /** The slots that the flow must be submitted with, sorted; optional ones are not among them. */
  public Set<String> inputs() {
    return Collections.unmodifiableSet(sources.inputs);
  }

  /** Every decider of the shape. */
  public List<Guard> guards() {
    return Collections.unmodifiableList(sources.guards);
  }

  /**
   * The deciders that an atom asks before it runs; usually none. They stand on the links to it, and
   * on the links to flows around it that begin with it: a flow begins with its retry or, without
   * one, with each atom that waits for no other atom of that flow.
   *
   * @param node below {@link Precedence#atomCount}
   */
  public List<Guard> guards(int node) {
    return guards.getOrDefault(node, List.of());
  }

  /** What runs before what. */
  public Precedence precedence() {
    return precedence;
  }

  /** Every mistake: duplicate names, cycles, ambiguous and unreachable slots; empty if sound. */
  public List<Problem> problems() {
    return problems;
  }
}

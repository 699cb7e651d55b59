package dev.portage.model;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides whether the part that a link of a graph flow leads to is run or left out. It is asked
 * when everything before that part is done, by each atom that the part begins with. Immutable: each
 * method returns a changed copy.
 */
public final class Decider {
  /** Lets a part be run, or leaves it out. */
  @FunctionalInterface
  public interface Test {
    /**
     * Decides. Its answer is stored with what it leads to; but the code may be asked again after a
     * crash before that, so it answers alike for the same slots and has no effects.
     *
     * @param in the slots that the decider requires, and its optional ones
     * @return whether the part is run
     * @throws Exception if it cannot decide, which fails the atom that was to run
     */
    boolean test(Inputs in) throws Exception;
  }

  /**
   * What is left out when the answer is no. Only atoms that have not begun are ever left out; where
   * several deciders of one atom say no, the last of these depths that one of them has counts.
   */
  public enum Depth {
    /** The atom itself; what comes after it runs, without what it would have provided. */
    ATOM,
    /** The atom and the atoms of the same flow that come directly after it. */
    NEIGHBORS,
    /** The atom and all atoms of the same flow that come after it; subflows among them run. */
    FLOW,
    /** The atom and everything that comes after it, in this flow and in those around it. */
    ALL
  }

  private final Test test;
  private final Depth depth;
  private final List<Slot<?>> requires;
  private final List<Slot<?>> optional;

  private Decider(Test test, Depth depth, List<Slot<?>> requires, List<Slot<?>> optional) {
    this.test = Objects.requireNonNull(test, "test");
    this.depth = Objects.requireNonNull(depth, "depth");
    this.requires = requires;
    this.optional = optional;
  }

  /** A decider of depth ALL with a test of your own, which reads no slots yet. */
  public static Decider of(Test test) {
    return new Decider(test, Depth.ALL, List.of(), List.of());
  }

  /**
   * A decider of depth ALL that reads one slot, which it requires.
   *
   * @param test whether the part is run; is given null where JSON null is stored
   */
  public static <T> Decider when(Slot<T> slot, Predicate<? super T> test) {
    Objects.requireNonNull(test, "test");
    return of(in -> test.test(in.get(slot))).requires(slot);
  }

  /** A copy that leaves out less, or more. */
  public Decider depth(Depth other) {
    return new Decider(test, other, requires, optional);
  }

  /**
   * A copy that also requires these slots. They are found as if the part that the link leads to
   * read them: what provides them runs first, and the flow is refused if nothing does.
   */
  public Decider requires(Slot<?>... more) {
    return new Decider(test, depth, plus(requires, more), optional);
  }

  /** A copy that also reads these slots, if an atom or the inputs have them. */
  public Decider optional(Slot<?>... more) {
    return new Decider(test, depth, requires, plus(optional, more));
  }

  private static List<Slot<?>> plus(List<Slot<?>> slots, Slot<?>... more) {
    return Stream.concat(slots.stream(), Stream.of(more)).toList();
  }

  /** What decides. */
  public Test test() {
    return test;
  }

  /** What is left out when the answer is no. */
  public Depth depth() {
    return depth;
  }

  /** The slots that it needs to decide, in declared order. */
  public List<Slot<?>> requires() {
    return requires;
  }

  /** The slots that it reads if they are there, in declared order. */
  public List<Slot<?>> optional() {
    return optional;
  }

  /** The depth and the names of the slots. */
  @Override
  public String toString() {
    return "decider "
        + depth
        + Stream.concat(requires.stream(), optional.stream()).map(Slot::name).toList();
  }
}

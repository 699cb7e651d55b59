package dev.portage.migration;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A declared change of what is stored. One definition serves three uses: on the atoms of a shape it
 * is planned and proved, on the rows of a flow it is judged, and on the same rows with their values
 * it is carried out.
 */
public sealed interface Operation
    permits Add,
        Beside,
        ChangeVersion,
        Compensate,
        Custom,
        Drop,
        IfThere,
        Merge,
        Recall,
        Rename,
        RenameSlot,
        Reset,
        Restore,
        Split,
        SupplyFrom,
        Unborn {
  /** What it does, in a few words, such as {@code rename charge -> charge-card}. */
  String describe();

  /**
   * The call that writes it in a book, on one line; maps are left open as {@code out -> ...}. Empty
   * for what only a rule answers.
   */
  String line();

  /** Its kind in one word, as in JSON. */
  String word();

  /**
   * Its sign: {@code +} new, {@code -} gone, {@code ~} changed, {@code ±} split, {@code ∓} merged.
   */
  String symbol();

  /** The names that it reads or takes away. */
  Set<String> sources();

  /** The names that it makes. */
  Set<String> creates();

  /**
   * What it touches: names of atoms, {@code input NAME}, {@code slot ATOM.NAME}, {@code metadata}.
   * Two steps that touch one thing must be ordered.
   */
  default Set<String> footprint() {
    Set<String> names = new LinkedHashSet<>(sources());
    names.addAll(creates());
    return names;
  }

  /** Whether it fits these atoms; pure. */
  Fit fit(Draft atoms);

  /** Does it to these atoms. Called only where it applies. */
  void apply(Draft atoms);

  /**
   * Does to a copy of the inputs what can be done without the rows. Today's flow is built from
   * inputs that every unseen step has prepared; {@link #rewrite} does the same again, and says what
   * stands against it.
   */
  default void prepare(FlowValues inputs) {}

  /** Does it to the rows of one flow, and says what stands against it. */
  void rewrite(Rewriting work);

  /**
   * The operation that takes this one back in a flow that has gone on since; empty if there is
   * none.
   *
   * @param before what this operation found
   */
  default Optional<Operation> inverse(Before before) {
    return Optional.empty();
  }

  /**
   * Whether it changes no atom: only what the flow was submitted with, or what is noted beside it.
   * An undo always gives that back as it was.
   */
  default boolean sparesAtoms() {
    return false;
  }

  /** Says which names it gives, or takes away. */
  default void trace(Descent names) {}

  /** Whether it acts only where it finds what it is about, and does not matter elsewhere. */
  default boolean isOptional() {
    return false;
  }

  /** What it does where a task that it is about was running when its process died. */
  default InDoubt inDoubt() {
    return InDoubt.BLOCK;
  }

  /** The operation itself, as it stands in a move: there it applies, optional or not. */
  default Operation plain() {
    return this;
  }
}

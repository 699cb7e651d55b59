package dev.portage.migration;

import dev.portage.shape.AtomSet;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A step from one shape to another, as far as the two say what it must do, and the questions that
 * only a person can answer. Never touches a store. Immutable; each answer gives another draft.
 *
 * <p>What was renamed is told by {@code formerly}, or guessed where a pair of atoms is so alike
 * that nothing else comes near. All else is asked: a wrong rename keeps a wrong output, a wrong
 * drop runs work twice.
 */
public final class StepDraft {
  private final Subject subject;
  private final List<Operation> answers;
  private final List<Operation> operations;
  private final List<Question> questions;

  private StepDraft(Subject subject, List<Operation> answers) {
    this.subject = subject;
    this.answers = List.copyOf(answers);
    Likeness likeness = new Likeness(subject.stored, subject.target, subject.known);
    Drafting drafting = new Drafting(subject.stored, subject.target, likeness, answers);
    this.operations = drafting.operations().stream().map(subject::orOptional).toList();
    this.questions = drafting.questions();
  }

  /** What is drafted. */
  private record Subject(Shape stored, Shape target, Implementations known, List<Shape> others) {
    Operation orOptional(Operation operation) {
      boolean isEverywhere =
          others.stream()
              .allMatch(other -> operation.sources().stream().allMatch(other.atoms()::has));
      return isEverywhere ? operation : new IfThere(operation);
    }
  }

  /**
   * What is known of the code behind atoms: the name of a class, or a digest, under an atom's name.
   *
   * @param stored of atoms of the stored shape; some may be missing
   * @param target of today's atoms; likewise
   */
  public record Implementations(Map<String, String> stored, Map<String, String> target) {
    /** Nothing is known. */
    public static final Implementations UNKNOWN = new Implementations(Map.of(), Map.of());

    /** Copies the maps. */
    public Implementations {
      stored = Map.copyOf(stored);
      target = Map.copyOf(target);
    }
  }

  /**
   * What may have become of atoms that are gone.
   *
   * @param gone stored atoms: one, or several that were merged
   * @param fresh today's atoms: one, or several that one was split into
   * @param score how alike they are, from 0 to 1
   * @param why what they have in common, in a few words
   */
  public record Candidate(List<String> gone, List<String> fresh, double score, String why) {
    /** Copies the lists. */
    public Candidate {
      gone = List.copyOf(gone);
      fresh = List.copyOf(fresh);
    }
  }

  /**
   * What became of an atom that is gone?
   *
   * @param gone the atom
   * @param candidates renames first, the likeliest before others, then splits and merges; that it
   *     is just gone is always possible too
   */
  public record Question(String gone, List<Candidate> candidates) {
    /** Copies the list. */
    public Question {
      candidates = List.copyOf(candidates);
    }
  }

  /** Drafts by the shapes alone. */
  public static StepDraft between(Shape stored, Shape target) {
    return between(stored, target, Implementations.UNKNOWN);
  }

  /** Drafts by the shapes, and by what is known of the code behind them. */
  public static StepDraft between(Shape stored, Shape target, Implementations known) {
    return new StepDraft(new Subject(stored, target, known, List.of()), List.of());
  }

  AtomSet stored() {
    return subject.stored.atoms();
  }

  AtomSet target() {
    return subject.target.atoms();
  }

  /** What the step does: answers first, then what was found, then higher versions. */
  public List<Operation> operations() {
    return operations;
  }

  /** What is open, in the order of the stored flow. */
  public List<Question> questions() {
    return questions;
  }

  /** Whether there is nothing to say of what is stored: new atoms need no step. */
  public boolean isEmpty() {
    return operations.isEmpty() && questions.isEmpty();
  }

  /** A draft that knows that this atom is called so now. */
  public StepDraft renamed(String gone, String fresh) {
    return with(new Rename(require(gone, subject.stored), require(fresh, subject.target)));
  }

  /** A draft that knows that this atom is gone, and no other stands for it. */
  public StepDraft dropped(String gone) {
    return with(new Drop(require(gone, subject.stored), OnDone.AUTO, InDoubt.BLOCK));
  }

  /**
   * A draft that knows that this atom has become several. Each part takes over what the old atom
   * stored of the slots that it provides; what it provides beside them is still to be written.
   */
  public StepDraft split(String gone, String... fresh) {
    require(gone, subject.stored);
    List<Part> parts = new ArrayList<>();
    for (String name : fresh) {
      require(name, subject.target);
      parts.add(Drafting.part(stored(), target(), gone, name));
    }
    return with(new Split(gone, parts, InDoubt.BLOCK));
  }

  /**
   * A draft that knows that these atoms have become one, which has every slot that they had. Where
   * only some of them are done the flow is blocked, until somebody decides.
   */
  public StepDraft merged(List<String> gone, String fresh) {
    gone.forEach(name -> require(name, subject.stored));
    ShapeAtom now = target().get(require(fresh, subject.target));
    String version = now == null || now.version() == null ? "1.0" : now.version();
    return with(new Merge(gone, Whole.of(fresh, version), InDoubt.BLOCK));
  }

  private StepDraft with(Operation answer) {
    List<Operation> more = new ArrayList<>(answers);
    more.add(answer);
    return new StepDraft(subject, more);
  }

  /**
   * A draft for a book that flows of these shapes pass through too: what some of them lack is
   * optional, so that the step fits them as well.
   */
  public StepDraft alsoFor(Collection<Shape> others) {
    Subject wider = new Subject(subject.stored, subject.target, subject.known, List.copyOf(others));
    return new StepDraft(wider, answers);
  }

  private static String require(String atom, Shape shape) {
    if (!shape.atoms().has(atom)) {
      throw new IllegalArgumentException(
          "'" + atom + "' is no atom of " + shape + "; answer with names of the two shapes");
    }
    return atom;
  }

  /** The stored names that are gone for good if the step is taken as it is; sorted as stored. */
  public Set<String> retired() {
    Set<String> names = new LinkedHashSet<>();
    operations.forEach(operation -> names.addAll(operation.sources()));
    names.removeIf(name -> target().has(name) || !stored().has(name));
    return names;
  }

  /** The shape that the step is drafted for, in short: the anchor {@code from}. */
  public Fingerprint from() {
    return subject.stored.fingerprint();
  }

  /** Where the step leads flows of that shape: the anchor {@code to}; null while it is open. */
  public @Nullable Fingerprint to() {
    if (!questions.isEmpty()) {
      return null;
    }
    Draft atoms = new Draft(stored(), target());
    for (Operation operation : operations) {
      if (operation.fit(atoms).applies()) {
        operation.apply(atoms);
      }
    }
    return atoms.fingerprint();
  }

  /**
   * Writes the operations down, without anchors.
   *
   * @throws IllegalStateException if there are questions
   */
  public void write(StepBuilder step) {
    if (!questions.isEmpty()) {
      throw new IllegalStateException("questions are open: " + questions + "; answer them first");
    }
    operations.forEach(step::operation);
  }

  /**
   * The step as Java source, as it stands in a book. What is open is a call that does not compile,
   * and so is each map that has to be written.
   *
   * @param id of the step
   */
  public String source(String id) {
    return source(id, List.of());
  }

  /** The same for a step that comes after others. */
  public String source(String id, Collection<String> after) {
    return DraftSource.of(this, id, List.copyOf(after));
  }

  /**
   * The step as a migration file in YAML. What is open is an operation that does not exist, so that
   * the file is refused when it is read, and so is each map that has to be written.
   *
   * @param flow whose book it is in
   * @param id of the step
   * @param after the steps that it comes after
   */
  public String file(String flow, String id, Collection<String> after) {
    return new DraftFile(this).text(flow, id, List.copyOf(after));
  }
}

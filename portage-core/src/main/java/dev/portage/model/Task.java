package dev.portage.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named, versioned unit of work. Immutable: each method returns a changed copy, so a half-made
 * task can be shared and finished in several ways. Mistakes are reported when the flow is compiled,
 * all at once.
 */
public final class Task implements Part {
  /** The work of a task. */
  @FunctionalInterface
  public interface Execute {
    /** Does the work; see {@link Task#execute}. */
    @Nullable Object execute(Arguments in) throws Exception;
  }

  /** The work of a task that provides nothing. */
  @FunctionalInterface
  public interface Run {
    /** Does the work. */
    void run(Arguments in) throws Exception;
  }

  /** The undoing of a task. */
  @FunctionalInterface
  public interface Revert {
    /** Undoes the work; see {@link Task#revert}. */
    void revert(RevertArguments in) throws Exception;
  }

  private record Code(@Nullable Execute execute, @Nullable Revert revert) {}

  private final String name;
  private final TaskTraits traits;
  private final TaskSlots slots;
  private final Code code;

  private Task(String name, TaskTraits traits, TaskSlots slots, Code code) {
    this.name = Objects.requireNonNull(name, "name");
    this.traits = traits;
    this.slots = slots;
    this.code = code;
  }

  /** A task of version 1.0 with side effects, without slots, that does nothing yet. */
  public static Task named(String name) {
    return new Task(name, TaskTraits.NONE, TaskSlots.NONE, new Code(null, null));
  }

  /** The task that a class declares, with that class's methods as its body. */
  public static Task of(TaskBody body) {
    Task task = body.declaration().execute(body::execute);
    return body instanceof RevertibleTaskBody revertible ? task.revert(revertible::revert) : task;
  }

  /** A copy with another version: raise the minor for a compatible change, else the major. */
  public Task version(int major, int minor) {
    return with(traits.version(Version.of(major, minor)));
  }

  /** A copy that says whether running it twice would be seen outside; the default is that it is. */
  public Task sideEffects(boolean present) {
    return with(traits.sideEffects(present));
  }

  /** A copy that says which names the task had in earlier releases, so that they are renamed. */
  public Task formerly(String... names) {
    return with(traits.formerly(names));
  }

  /**
   * A copy of another priority; the default is 0. Of several tasks whose turn it is, the one of the
   * highest priority is begun first, executing and reverting alike; of equal ones the order in the
   * code decides. Not part of a flow's shape, so it can change at any time.
   */
  public Task priority(int other) {
    return with(traits.priority(other));
  }

  /**
   * A copy each of whose bodies has so long, all its runs and the pauses between them included. The
   * thread of one that is late is interrupted, and the task fails as soon as the body has ended,
   * whatever it returns. A body that ignores the interrupt is waited for, because it must not run
   * while the task is reverted: give what it calls a timeout too.
   */
  public Task timeout(Duration atMost) {
    return with(traits.timeout(atMost));
  }

  /**
   * A copy whose bodies are run again when they fail for a passing reason. It stays one attempt
   * with one idempotency key, of which nothing is stored until it has ended; {@link
   * TaskContext#isReExecution} is true from the second run on. After a crash it begins anew.
   */
  public Task repeat(Repetition repetition) {
    return with(traits.repetition(repetition));
  }

  /** A copy that stands for an atom for each element of a list, all with these bodies. */
  public Task each(FanOut<?> fanOut) {
    return new Task(name, traits.fanOut(fanOut), slots.withElement(fanOut.element()), code);
  }

  private Task with(TaskTraits changed) {
    return new Task(name, changed, slots, code);
  }

  private Task with(TaskSlots changed) {
    return new Task(name, traits, changed, code);
  }

  /** A copy under another name, so that one class can serve for several tasks of a flow. */
  public Task as(String other) {
    return new Task(other, traits, slots, code);
  }

  /** A copy that also requires these slots: the flow is refused if nothing provides them. */
  public Task requires(Slot<?>... more) {
    return with(slots.with(Need.Kind.REQUIRED, more));
  }

  /**
   * A copy that also takes these slots if an atom or the inputs have them; {@link Inputs#has} says
   * whether they do. If an atom provides the slot, that atom runs first.
   */
  public Task optional(Slot<?>... more) {
    return with(slots.with(Need.Kind.OPTIONAL, more));
  }

  /**
   * A copy that takes a slot as {@link #optional} does, and this value if it is absent. A stored
   * null is not absent.
   *
   * @param value stays in the code, is never stored, and must survive being written as JSON
   */
  public <T> Task defaults(Slot<T> slot, @Nullable T value) {
    return with(slots.with(new Need(slot, slot.name(), Need.Kind.DEFAULTED, value)));
  }

  /**
   * A copy that reads this value from a slot, whatever the flow or its inputs hold under that name.
   *
   * @param value stays in the code, is never stored, and must survive being written as JSON
   */
  public <T> Task inject(Slot<T> slot, @Nullable T value) {
    return with(slots.with(new Need(slot, slot.name(), Need.Kind.INJECTED, value)));
  }

  /**
   * A copy whose undoing requires these slots beside those of its body. They are refused like
   * missing ones of a body when the flow is compiled; one that is missing when the task is reverted
   * fails the revert, and the stored output is kept.
   */
  public Task revertRequires(Slot<?>... more) {
    return with(slots.withUndo(more));
  }

  /** A copy that also provides these slots. */
  public Task provides(Slot<?>... more) {
    return with(slots.providing(more));
  }

  /**
   * A copy that reads one of its slots from the flow's slot of another name. The body goes on using
   * the task's own name; the flow, and what is stored, know the other.
   */
  public Task in(Slot<?> slot, String flowName) {
    return with(slots.in(slot.name(), flowName));
  }

  /** A copy that stores one of the slots it provides as the flow's slot of another name. */
  public Task out(Slot<?> slot, String flowName) {
    return with(slots.out(slot.name(), flowName));
  }

  /**
   * A copy with a body. What the body returns is the value of the one slot that the task provides.
   * For several slots it is {@link Outputs}, or a record, a map or a JSON object: its components
   * are named as the slots are, no more and no fewer. For none it is dropped. The body runs at
   * least once for each attempt, on a thread of the engine, outside any transaction unless it is
   * {@link Transactional}.
   */
  public Task execute(Execute body) {
    return new Task(name, traits, slots, new Code(body, code.revert));
  }

  /** A copy with a body that provides nothing. */
  public Task run(Run body) {
    return execute(
        in -> {
          body.run(in);
          return null;
        });
  }

  /**
   * A copy with an undoing. It runs when the flow reverts, also if the task itself is what failed,
   * and at least once; an exception keeps the stored output and ends the flow in FAILURE.
   */
  public Task revert(Revert undo) {
    return new Task(name, traits, slots, new Code(code.execute, undo));
  }

  @Override
  public String name() {
    return name;
  }

  /** The declared version. */
  public Version version() {
    return traits.version();
  }

  /** Whether running it twice would be seen outside. */
  public boolean hasSideEffects() {
    return traits.sideEffects();
  }

  /** Names that the task had in earlier releases; usually empty. */
  public List<String> formerNames() {
    return traits.formerly();
  }

  /** Which of several ready tasks is begun first: the highest; usually 0. */
  public int priority() {
    return traits.priority();
  }

  /** How long each of its bodies may take; null for as long as it likes. */
  public @Nullable Duration timeout() {
    return traits.timeout();
  }

  /** When its bodies are run again; null for never. */
  public @Nullable Repetition repetition() {
    return traits.repetition();
  }

  /** What makes it stand for many atoms; null if it is one. */
  public @Nullable FanOut<?> fanOut() {
    return traits.fanOut();
  }

  /** The list that it stands for many atoms by, as a need; null if it has none or gives it. */
  public @Nullable Need listNeed() {
    return slots.listNeed(traits.fanOut());
  }

  /** What its body reads, in declared order, and where from. */
  public List<Need> needs() {
    return slots.bound(slots.needs());
  }

  /** What its undoing requires beside what its body reads. */
  public List<Need> revertNeeds() {
    return slots.bound(slots.undoNeeds());
  }

  /** What it provides, by its own names, in declared order. */
  public List<Slot<?>> provides() {
    return slots.provides();
  }

  /** What it provides, and under which names, in declared order. */
  public List<Product> products() {
    return slots.products();
  }

  /** Slots that are renamed though the task neither reads nor provides them: mistakes. */
  public Set<String> strayNames() {
    return slots.strayNames(traits.fanOut());
  }

  /** Whether it can be undone. */
  public boolean reverts() {
    return code.revert != null;
  }

  /** Its body; null if none was given, which the compiler refuses. */
  public @Nullable Execute body() {
    return code.execute;
  }

  /** Its undoing; null if it has none. */
  public @Nullable Revert undo() {
    return code.revert;
  }

  @Override
  public String toString() {
    return name + "@" + traits.version();
  }
}

package dev.portage.model;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

  private record Traits(Version version, boolean sideEffects, List<String> formerly) {}

  private record Slots(List<Slot<?>> requires, List<Slot<?>> provides) {}

  private record Code(@Nullable Execute execute, @Nullable Revert revert) {}

  private final String name;
  private final Traits traits;
  private final Slots slots;
  private final Code code;

  private Task(String name, Traits traits, Slots slots, Code code) {
    this.name = Objects.requireNonNull(name, "name");
    this.traits = traits;
    this.slots = slots;
    this.code = code;
  }

  /** A task of version 1.0 with side effects, without slots, that does nothing yet. */
  public static Task named(String name) {
    return new Task(
        name,
        new Traits(Version.DEFAULT, true, List.of()),
        new Slots(List.of(), List.of()),
        new Code(null, null));
  }

  /** The task that a class declares, with that class's methods as its body. */
  public static Task of(TaskBody body) {
    Task task = body.declaration().execute(body::execute);
    return body instanceof RevertibleTaskBody revertible ? task.revert(revertible::revert) : task;
  }

  /** A copy with another version: raise the minor for a compatible change, else the major. */
  public Task version(int major, int minor) {
    return with(new Traits(Version.of(major, minor), traits.sideEffects, traits.formerly));
  }

  /** A copy that says whether running it twice would be seen outside; the default is that it is. */
  public Task sideEffects(boolean present) {
    return with(new Traits(traits.version, present, traits.formerly));
  }

  /** A copy that says which names the task had in earlier releases, so that they are renamed. */
  public Task formerly(String... names) {
    return with(
        new Traits(
            traits.version,
            traits.sideEffects,
            Stream.concat(traits.formerly.stream(), Stream.of(names)).toList()));
  }

  private Task with(Traits changed) {
    return new Task(name, changed, slots, code);
  }

  /** A copy that also requires these slots. */
  public Task requires(Slot<?>... more) {
    return new Task(name, traits, new Slots(plus(slots.requires, more), slots.provides), code);
  }

  /** A copy that also provides these slots. */
  public Task provides(Slot<?>... more) {
    return new Task(name, traits, new Slots(slots.requires, plus(slots.provides, more)), code);
  }

  private static List<Slot<?>> plus(List<Slot<?>> slots, Slot<?>... more) {
    return Stream.concat(slots.stream(), Stream.of(more)).toList();
  }

  /**
   * A copy with a body. What the body returns is the value of the one slot that the task provides;
   * for several slots it is {@link Outputs}; for none it is dropped. The body runs at least once
   * for each attempt, on a thread of the engine, outside any transaction.
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
    return traits.version;
  }

  /** Whether running it twice would be seen outside. */
  public boolean hasSideEffects() {
    return traits.sideEffects;
  }

  /** Names that the task had in earlier releases; usually empty. */
  public List<String> formerNames() {
    return traits.formerly;
  }

  /** What it reads, in declared order. */
  public List<Slot<?>> requires() {
    return slots.requires;
  }

  /** What it stores, in declared order. */
  public List<Slot<?>> provides() {
    return slots.provides;
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
    return name + "@" + traits.version;
  }
}

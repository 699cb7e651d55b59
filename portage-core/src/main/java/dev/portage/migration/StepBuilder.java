package dev.portage.migration;

import dev.portage.migration.Step.Anchors;
import dev.portage.model.Problem;
import dev.portage.store.Json;
import dev.portage.store.PayloadException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes down one step. The operations are carried out in the order in which they are written.
 * Mistakes are reported when the book is made, all at once. Not safe for use by several threads.
 */
public final class StepBuilder {
  private final String id;
  private final StepMistakes mistakes;
  private String reason = "";
  private final List<String> parents = new ArrayList<>();
  private final List<String> replaced = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();
  private Anchors anchors = Anchors.NONE;
  private final Map<FindingCode, String> allowed = new EnumMap<>(FindingCode.class);
  private InDoubt inDoubt = InDoubt.BLOCK;

  StepBuilder(String id, List<Problem> problems) {
    this.id = id;
    this.mistakes = new StepMistakes(id, problems);
  }

  /** Why the step is made; shown in plans and in the history. */
  public StepBuilder because(String why) {
    reason = why;
    return this;
  }

  /** The steps that come before this one; needed where both touch the same atom. */
  public StepBuilder after(String... steps) {
    parents.addAll(List.of(steps));
    return this;
  }

  /**
   * This step does in one what these did one after the other; the last of them came after all the
   * others. Flows that have been through them need it no more. As long as there may be flows that
   * have been through some and not through all, the replaced steps stand in the book beside it.
   */
  public StepBuilder replaces(String... steps) {
    replaced.addAll(List.of(steps));
    return this;
  }

  /** Asserts that the step applies to flows whose fingerprint begins so. */
  public StepBuilder from(String fingerprint) {
    anchors = new Anchors(fingerprint, anchors.to());
    return this;
  }

  /** Asserts that those flows have a fingerprint that begins so when the step is done. */
  public StepBuilder to(String fingerprint) {
    anchors = new Anchors(anchors.from(), fingerprint);
    return this;
  }

  /**
   * What the operations that follow do with a task that was running when its process died; until
   * this is called they block the flow.
   */
  public StepBuilder inDoubt(InDoubt choice) {
    inDoubt = choice;
    return this;
  }

  /** Lets flows pass in spite of RERUN01, RERUN02, LEAK01, FAIL01, DATA03 or SKIP01. */
  public StepBuilder allow(String code, String why) {
    FindingCode known = mistakes.allowed(code, why);
    if (known != null) {
      allowed.put(known, why);
    }
    return this;
  }

  /** The atom has another name; all that is stored of it stays. */
  public StepBuilder rename(String from, String to) {
    mistakes.rename(from, to);
    operations.add(new Rename(from, to));
    return this;
  }

  /**
   * A slot that a task or retry provides has another name; what is stored in it stays. Its readers
   * say the new name in the code.
   */
  public StepBuilder renameSlot(String task, String from, String to) {
    if (from.equals(to)) {
      mistakes.add("renames slot '" + from + "' of '" + task + "' to itself", "remove the rename");
    }
    operations.add(new RenameSlot(task, from, to));
    return this;
  }

  /**
   * An input has another name. Today's flow is built from the inputs under their new names; a flow
   * that has no such input is not concerned, one that has both names is blocked with DATA05.
   */
  public StepBuilder renameInput(String from, String to) {
    if (from.equals(to)) {
      mistakes.add("renames input '" + from + "' to itself", "remove the rename");
    }
    operations.add(new RenameInput(from, to));
    return this;
  }

  /**
   * Flows that exist already have this input; one that was submitted with it keeps its own.
   *
   * @param value anything that can be written as JSON; null is JSON null
   */
  public StepBuilder supply(String slot, @Nullable Object value) {
    try {
      operations.add(new Supply(slot, Json.tree(value)));
    } catch (PayloadException e) {
      mistakes.add("supplies '" + slot + "': " + e.getMessage(), "use a value that JSON can hold");
    }
    return this;
  }

  /**
   * What a task has stored in a slot becomes an input of that name, for those who read it when the
   * task is gone; stands before the drop. Where the task is not done nothing is handed over; a flow
   * that has another input of that name is blocked with DATA05.
   */
  public StepBuilder supplyFrom(String task, String slot) {
    if (operations.stream().anyMatch(made -> isGoneBy(made, task))) {
      mistakes.add(
          "hands '" + slot + "' of '" + task + "' over when it is dropped already",
          "write supplyFrom(..) before drop(..)");
    }
    operations.add(new SupplyFrom(task, slot, inDoubt));
    return this;
  }

  private static boolean isGoneBy(Operation made, String task) {
    return made.sources().contains(task)
        && (made.plain() instanceof Drop || made.plain() instanceof Compensate);
  }

  /**
   * Notes something beside the flow, in its metadata.
   *
   * @param value anything that can be written as JSON; null is JSON null
   */
  public StepBuilder setMeta(String name, @Nullable Object value) {
    try {
      operations.add(new SetMeta(name, Json.tree(value), null));
    } catch (PayloadException e) {
      mistakes.add("notes '" + name + "': " + e.getMessage(), "use a value that JSON can hold");
    }
    return this;
  }

  /** Changes a copy of the flow's metadata in place; must be pure. */
  public StepBuilder setMeta(Consumer<ObjectNode> change) {
    operations.add(new SetMeta(null, null, change));
    return this;
  }

  /** The atom has another version; flows that have stored its output are blocked with DATA03. */
  public StepBuilder version(String task, String from, String to) {
    mistakes.version(task, from, to);
    operations.add(new ChangeVersion(task, from, to, null, inDoubt));
    return this;
  }

  /** The atom has another version; what it stored is mapped. */
  public StepBuilder version(String task, String from, String to, OutputMap map) {
    mistakes.version(task, from, to);
    operations.add(new ChangeVersion(task, from, to, map, inDoubt));
    return this;
  }

  /**
   * The atom has another version; what it stored is mapped, and can be mapped back.
   *
   * @param back makes the old output of the new one, so that the migration can be undone even when
   *     the flow has gone on. For what {@code map} makes of an output it must give that output
   *     again
   */
  public StepBuilder version(String task, String from, String to, OutputMap map, OutputMap back) {
    mistakes.version(task, from, to);
    operations.add(new ChangeVersion(task, from, to, map, back, inDoubt));
    return this;
  }

  /** The atom is gone; flows in which it is done and can be reverted are blocked with LEAK01. */
  public StepBuilder drop(String task) {
    return drop(task, OnDone.AUTO);
  }

  /** The atom is gone. */
  public StepBuilder drop(String task, OnDone onDone) {
    operations.add(new Drop(task, onDone, inDoubt));
    return this;
  }

  /**
   * The task is gone. Where it is done, {@code by} undoes its work: a task of the new code that
   * this flow does not have yet. What it reads of the slots that the old task has stored is handed
   * over as inputs, and the engine runs it, although the flow is past its place; so the code has it
   * before everything else. Where the old task is not done, {@code by} is left out.
   *
   * <p>In flows that are born with the new code it finds nothing to undo, so it takes these slots
   * as optional ones.
   */
  public StepBuilder dropCompensating(String task, String by) {
    if (task.equals(by)) {
      mistakes.add("drops '" + task + "' and lets it undo itself", "name another task");
    }
    operations.add(new Compensate(task, by, inDoubt));
    return this;
  }

  /**
   * Code does what no other operation does, to the copy of one flow. Plans see the declared effect;
   * what the code does beyond it keeps the flow as it was.
   *
   * @param label what it does, in a few words
   */
  public StepBuilder custom(String label, Effect effect, CustomCode code) {
    if (effect.isOfNoTask() && !effect.changesMeta()) {
      mistakes.add(
          "has code '" + label + "' without an effect", "say what it consumes or produces");
    }
    operations.add(new Custom(label, effect, code, inDoubt));
    return this;
  }

  /** The task has become several. */
  public StepBuilder split(String task, Part... parts) {
    mistakes.split(task, List.of(parts));
    operations.add(new Split(task, List.of(parts), inDoubt));
    return this;
  }

  /** Several tasks, at least two, have become one. */
  public StepBuilder merge(List<String> tasks, Whole whole) {
    mistakes.merge(tasks, whole);
    operations.add(new Merge(tasks, whole, inDoubt));
    return this;
  }

  /** What a tool has drafted. */
  StepBuilder operation(Operation drafted) {
    operations.add(drafted);
    return this;
  }

  /** The atom runs again, as a new attempt. */
  public StepBuilder reset(String task) {
    operations.add(new Reset(task, inDoubt));
    return this;
  }

  /**
   * Makes the operation before this one optional: it acts in flows that have what it is about, and
   * whether it does says nothing about whether the step fits.
   */
  public StepBuilder optional() {
    int last = operations.size() - 1;
    if (last < 0) {
      mistakes.add("has optional() before any operation", "write it behind the operation");
    } else if (!operations.get(last).isOptional()) {
      operations.set(last, new IfThere(operations.get(last)));
    }
    return this;
  }

  Step build() {
    if (operations.isEmpty() && !allowed.containsKey(FindingCode.SKIP01)) {
      mistakes.add("does nothing", "add an operation, or remove the step");
    }
    return new Step(id, reason, parents, replaced, operations, anchors, allowed);
  }
}

package dev.portage.migration;

import dev.portage.shape.Inconsistency.TaskAdded;
import dev.portage.shape.Inconsistency.TaskRemoved;
import dev.portage.shape.Inconsistency.VersionChanged;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The answers that rules can give. */
public final class Operations {
  private Operations() {}

  /** The atom has another name; all that is stored of it stays. */
  public static Operation rename(String from, String to) {
    return new Rename(from, to);
  }

  /** What the atom has stored in a slot becomes an input; to be followed by a drop. */
  public static Operation supplyFrom(TaskRemoved removed, String slot) {
    return new SupplyFrom(removed.atom(), slot, InDoubt.BLOCK);
  }

  /** The atom is gone. */
  public static Operation drop(TaskRemoved removed, OnDone onDone) {
    return new Drop(removed.atom(), onDone, InDoubt.BLOCK);
  }

  /** The atom is gone, and a task that is new undoes what it did. */
  public static Operation dropCompensating(TaskRemoved removed, String by) {
    return new Compensate(removed.atom(), by, InDoubt.BLOCK);
  }

  /** The atom has another version; what it stored is mapped. */
  public static Operation version(VersionChanged changed, OutputMap map, InDoubt inDoubt) {
    return new ChangeVersion(changed.atom(), changed.from(), changed.to(), map, inDoubt);
  }

  /** The atom starts PENDING. */
  public static Operation add(TaskAdded added) {
    return Add.pending(added.target());
  }

  /** The atom starts PENDING, even in flows that are past the place where it belongs. */
  public static Operation late(TaskAdded added) {
    return Add.late(added.target());
  }

  /** The atom counts as done with this output, an object from slot name to value. */
  public static Operation seed(TaskAdded added, ObjectNode output) {
    return Add.done(added.target(), output.deepCopy());
  }

  /** The task has become several. */
  public static Operation split(TaskRemoved removed, List<Part> parts, InDoubt inDoubt) {
    return new Split(removed.atom(), parts, inDoubt);
  }

  /** Several tasks have become one. */
  public static Operation merge(List<String> tasks, Whole whole, InDoubt inDoubt) {
    return new Merge(tasks, whole, inDoubt);
  }

  /** The atom runs again, as a new attempt. */
  public static Operation reset(String task) {
    return new Reset(task, InDoubt.BLOCK);
  }
}

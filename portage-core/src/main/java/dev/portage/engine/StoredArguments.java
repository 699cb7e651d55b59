package dev.portage.engine;

import dev.portage.model.Failure;
import dev.portage.model.FlowException;
import dev.portage.model.RevertArguments;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.model.TaskContext;
import dev.portage.store.Json;
import dev.portage.store.Output;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a body may read. Everything is read from stored JSON at each call, so that no task sees
 * objects of another, and a stored value that cannot be read fails the task that asks for it.
 */
final class StoredArguments implements RevertArguments {
  /**
   * Where the value of a required slot comes from.
   *
   * @param from the atom, or empty for the inputs of the flow
   * @param output what that atom stored; null for inputs, and for an atom that stored nothing
   */
  record Source(String from, @Nullable Output output) {}

  /** What the flow has stored, as far as one task is concerned. */
  record Sources(ObjectNode inputs, Map<String, Source> bySlot) {}

  /** What the task itself has stored, and how the flow failed. */
  record Past(@Nullable Output own, @Nullable Failure failure, Map<String, Failure> failures) {
    static final Past NONE = new Past(null, null, Map.of());
  }

  private final Task task;
  private final TaskContext context;
  private final Sources sources;
  private final Past past;

  StoredArguments(Task task, TaskContext context, Sources sources, Past past) {
    this.task = task;
    this.context = context;
    this.sources = sources;
    this.past = past;
  }

  /** Fails if a slot that the task requires is not there. */
  void requireAll() {
    List<String> missing =
        sources.bySlot().keySet().stream().filter(slot -> !isStored(slot)).sorted().toList();
    if (!missing.isEmpty()) {
      throw new MissingArgumentException(
          missing.stream().map(this::missing).collect(Collectors.joining("\n  ")));
    }
  }

  private boolean isStored(String slot) {
    Source source = source(slot);
    if (source.from().isEmpty()) {
      return sources.inputs().has(slot);
    }
    Output output = source.output();
    return output != null && output.slots().contains(slot);
  }

  private String missing(String slot) {
    Source source = source(slot);
    String subject = "task '" + task.name() + "' requires '" + slot + "' from ";
    if (source.from().isEmpty()) {
      return subject + "the inputs, which hold only " + sources.inputs().propertyNames();
    }
    Output output = source.output();
    return subject
        + source.from()
        + ", which has stored "
        + (output == null ? "no output" : "only " + output.slots());
  }

  private Source source(String slot) {
    Source source = sources.bySlot().get(slot);
    if (source == null) {
      throw new FlowException(
          "task '"
              + task.name()
              + "' reads '"
              + slot
              + "', which it does not require, only "
              + sources.bySlot().keySet().stream().sorted().toList()
              + "; add .requires(..) to the task");
    }
    return source;
  }

  private JsonNode read(String slot) {
    if (!isStored(slot)) {
      throw new MissingArgumentException(missing(slot));
    }
    Output output = source(slot).output();
    JsonNode value =
        output == null ? sources.inputs().get(slot).deepCopy() : output.bySlot().get(slot);
    if (value == null) {
      throw new MissingArgumentException(missing(slot));
    }
    return value;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // JSON null is a null of T, as the contract says
  public <T> T get(Slot<T> slot) {
    return (T) Json.value(read(slot.name()), slot.type());
  }

  @Override
  public boolean has(Slot<?> slot) {
    return isStored(slot.name()) && !read(slot.name()).isNull();
  }

  @Override
  public TaskContext context() {
    return context;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable T result(Slot<T> slot) {
    if (task.provides().stream().noneMatch(own -> own.name().equals(slot.name()))) {
      throw new FlowException(
          "task '"
              + task.name()
              + "' asks for its result '"
              + slot.name()
              + "', which it does not provide, only "
              + task.provides().stream().map(Slot::name).toList());
    }
    Output own = past.own();
    JsonNode value = own == null ? null : own.bySlot().get(slot.name());
    return value == null ? null : (T) Json.value(value, slot.type());
  }

  @Override
  public @Nullable Failure failure() {
    return past.failure();
  }

  @Override
  public Map<String, Failure> flowFailures() {
    return past.failures();
  }
}

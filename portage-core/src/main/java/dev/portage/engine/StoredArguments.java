package dev.portage.engine;

import dev.portage.model.Failure;
import dev.portage.model.FlowException;
import dev.portage.model.Need;
import dev.portage.model.Product;
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

/**
 * What a body may read. Everything is read from stored JSON at each call, so that no task sees
 * objects of another, and a stored value that cannot be read fails the task that asks for it.
 */
final class StoredArguments implements RevertArguments {
  /** What the task itself has stored, and how the flow failed. */
  record Past(@Nullable Output own, @Nullable Failure failure, Map<String, Failure> failures) {
    static final Past NONE = new Past(null, null, Map.of());
  }

  private static final int LONGEST_TEXT = 1_000;

  /** Which run of the body it is, and where it reports its progress. */
  record Occasion(TaskContext context, Reports.Desk desk) {}

  private final Task task;
  private final Occasion occasion;
  private final Map<String, SlotSource> sources;
  private final Past past;

  StoredArguments(Task task, Occasion occasion, Map<String, SlotSource> sources, Past past) {
    this.task = task;
    this.occasion = occasion;
    this.sources = sources;
    this.past = past;
  }

  /** The same for a body that may have got part of the way before. */
  StoredArguments again() {
    TaskContext context = occasion.context();
    TaskContext second =
        new TaskContext(
            context.flowId(), context.task(), context.attempt(), context.idempotencyKey(), true);
    return new StoredArguments(task, new Occasion(second, occasion.desk()), sources, past);
  }

  /** Fails if a required slot of these is not there. */
  void require(List<Need> needs) {
    if (needs.isEmpty()) {
      return;
    }
    List<SlotSource> missing =
        needs.stream()
            .map(need -> source(need.slot().name()))
            .filter(SlotSource::isMissing)
            .toList();
    if (!missing.isEmpty()) {
      throw new MissingArgumentException(
          missing.stream()
              .map(source -> source.absence("task '" + task.name() + "'"))
              .sorted()
              .collect(Collectors.joining("\n  ")));
    }
  }

  private SlotSource source(String slot) {
    SlotSource source = sources.get(slot);
    if (source == null) {
      throw new FlowException(
          "task '"
              + task.name()
              + "' reads '"
              + slot
              + "', which it does not require, only "
              + sources.keySet().stream().sorted().toList()
              + "; add .requires(..) to the task");
    }
    return source;
  }

  private JsonNode read(String slot) {
    SlotSource source = source(slot);
    JsonNode value = source.value();
    if (value == null) {
      throw new MissingArgumentException(source.absence("task '" + task.name() + "'"));
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
    JsonNode value = source(slot.name()).value();
    return value != null && !value.isNull();
  }

  @Override
  public TaskContext context() {
    return occasion.context();
  }

  @Override
  public void progress(double fraction, String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "task '"
              + task.name()
              + "' reports its progress with "
              + text.length()
              + " characters, more than "
              + LONGEST_TEXT);
    }
    double within = Double.isNaN(fraction) ? 0 : Math.min(1, Math.max(0, fraction));
    occasion.desk().report(within, text);
  }

  /** The body has ended: what it still reports is dropped. */
  void close() {
    occasion.desk().close();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable T result(Slot<T> slot) {
    Product product =
        task.products().stream()
            .filter(own -> own.slot().name().equals(slot.name()))
            .findFirst()
            .orElseThrow(() -> new FlowException(notProvided(slot)));
    Output own = past.own();
    JsonNode value = own == null ? null : own.bySlot().get(product.to());
    return value == null ? null : (T) Json.value(value, slot.type());
  }

  private String notProvided(Slot<?> slot) {
    return "task '"
        + task.name()
        + "' asks for its result '"
        + slot.name()
        + "', which it does not provide, only "
        + task.provides().stream().map(Slot::name).toList();
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

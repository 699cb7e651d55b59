package dev.portage.store;

import dev.portage.model.AtomState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a task is in a flow for: to undo what another task did, which is no longer there. Noted
 * beside the task's row as {@code {"compensates": {"task": .., "inputs": [..]}}}.
 *
 * @param task whose work it undoes
 * @param inputs the inputs of the flow that were handed over from that task
 */
public record Compensation(String task, List<String> inputs) {
  private static final String NOTE = "compensates";
  private static final String TASK = "task";
  private static final String INPUTS = "inputs";

  /** Copies the list. */
  public Compensation {
    inputs = List.copyOf(inputs);
  }

  /**
   * The one that is noted beside a row; null if none is.
   *
   * @throws PayloadException if the notes cannot be read
   */
  public static @Nullable Compensation of(AtomRecord row) {
    Payload meta = row.meta();
    if (meta == null || !(meta.tree().get(NOTE) instanceof ObjectNode note)) {
      return null;
    }
    List<String> inputs = new ArrayList<>();
    for (JsonNode input : note.path(INPUTS)) {
      inputs.add(input.asString());
    }
    return new Compensation(note.path(TASK).asString(), inputs);
  }

  /** Whether the row is of a task that is to undo something and has not done it yet. */
  public static boolean isOwed(AtomRecord row) {
    return (row.state() == AtomState.PENDING || row.state() == AtomState.RUNNING)
        && of(row) != null;
  }

  /** A copy of the row with this noted; other notes are kept. */
  public AtomRecord in(AtomRecord row) {
    Payload meta = row.meta();
    ObjectNode notes =
        meta != null && meta.tree() instanceof ObjectNode object
            ? object
            : Json.mapper().createObjectNode();
    ObjectNode note = notes.putObject(NOTE).put(TASK, task);
    ArrayNode names = note.putArray(INPUTS);
    inputs.forEach(names::add);
    return row.withMeta(Payload.of(notes));
  }
}

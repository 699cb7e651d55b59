package dev.portage.migration;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The copy of one flow in memory, as far as the {@link Effect} of custom code reaches. What code
 * does beyond its effect is refused, and with it the migration of this flow. Used by one thread.
 */
public final class FlowCopy {
  private final Effect effect;
  private final Map<String, ObjectNode> outputs;
  private final ObjectNode inputs;
  private final ObjectNode meta;
  private final Map<String, ObjectNode> made = new TreeMap<>();
  private @Nullable String breach;

  /**
   * A copy.
   *
   * @param outputs of the consumed tasks that are done, by name
   */
  FlowCopy(Effect effect, Map<String, ObjectNode> outputs, ObjectNode inputs, ObjectNode meta) {
    this.effect = effect;
    this.outputs = outputs;
    this.inputs = inputs.deepCopy();
    this.meta = meta.deepCopy();
  }

  /**
   * What a consumed task has stored, an object from slot name to value; null if it is not done.
   *
   * @throws IllegalArgumentException if the effect does not consume that task
   */
  public @Nullable ObjectNode output(String task) {
    if (!effect.consumes().containsKey(task)) {
      throw refused("reads '" + task + "', and its effect consumes only ", effect.consumes());
    }
    ObjectNode output = outputs.get(task);
    return output == null ? null : output.deepCopy();
  }

  /**
   * Takes a produced task as done with this output, an object from slot name to value. One that
   * gets no output starts PENDING, or stays as it is if it is consumed too.
   *
   * @throws IllegalArgumentException if the effect does not produce that task
   */
  public void put(String task, ObjectNode output) {
    if (!effect.produces().containsKey(task)) {
      throw refused(
          "puts an output of '" + task + "', and its effect produces only ", effect.produces());
    }
    made.put(task, output.deepCopy());
  }

  /** The inputs of the flow, to be read only: changes are lost. */
  public ObjectNode inputs() {
    return inputs.deepCopy();
  }

  /** What is noted beside the flow; changed in place, if the effect says so. */
  public ObjectNode meta() {
    return meta;
  }

  private IllegalArgumentException refused(String what, Map<String, String> declared) {
    breach = what + declared.keySet();
    return new IllegalArgumentException(breach);
  }

  /** What it did beyond its effect, even if it hid that; null if nothing. */
  @Nullable String breach(ObjectNode before) {
    return breach != null || effect.changesMeta() || meta.equals(before)
        ? breach
        : "changes the metadata, and its effect does not say so";
  }

  /** By task: the outputs that were put. */
  Map<String, ObjectNode> made() {
    return made;
  }
}

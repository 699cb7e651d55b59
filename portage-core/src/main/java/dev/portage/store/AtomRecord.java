package dev.portage.store;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is stored of one atom. A row exists once anything differs from {@link #untouched}.
 *
 * @param name unique in the flow
 * @param kind task or retry
 * @param state where it is
 * @param intention what the engine means to do with it
 * @param execution what executing has left behind
 * @param reversal what reverting has left behind
 * @param history of a retry: a JSON array of {@code {"value": .., "failures": {atom: failure}}},
 *     oldest first; null for a task
 * @param meta what users and engines note beside it, such as progress; a JSON object or null
 */
public record AtomRecord(
    AtomName name,
    AtomKind kind,
    AtomState state,
    Intention intention,
    Execution execution,
    Reversal reversal,
    @Nullable Payload history,
    @Nullable Payload meta) {

  /** What is true of an atom that has no row: PENDING, to be executed. */
  public static AtomRecord untouched(AtomName name, AtomKind kind) {
    return new AtomRecord(
        name,
        kind,
        AtomState.PENDING,
        Intention.EXECUTE,
        Execution.NONE,
        Reversal.NONE,
        null,
        null);
  }

  /** Whether it has not begun, or began and was reset: PENDING without an output. */
  public boolean isUntouched() {
    return state == AtomState.PENDING && execution.output() == null;
  }

  /** Whether the row says no more than its absence would. */
  public boolean isDefault() {
    return state == AtomState.PENDING && equals(untouched(name, kind));
  }

  /**
   * How many attempts the history of a retry holds; 0 for a task.
   *
   * @throws PayloadException if the history is not a JSON array
   */
  public int historyLength() {
    if (history == null) {
      return 0;
    }
    JsonNode tree = history.tree();
    if (!tree.isArray()) {
      throw new PayloadException(
          "the history of '" + name + "' is " + tree.getNodeType() + ", expected an array", null);
    }
    return tree.size();
  }

  /** What its values take: output, what reverting returned, history and metadata; in bytes. */
  public long payloadBytes() {
    Output output = execution.output();
    return size(output == null ? null : output.value())
        + size(reversal.output())
        + size(history)
        + size(meta);
  }

  private static long size(@Nullable Payload payload) {
    return payload == null ? 0 : payload.size();
  }

  /** A copy under another name. */
  public AtomRecord named(AtomName other) {
    return new AtomRecord(other, kind, state, intention, execution, reversal, history, meta);
  }

  /** A copy in another state. */
  public AtomRecord in(AtomState other) {
    return new AtomRecord(name, kind, other, intention, execution, reversal, history, meta);
  }

  /** A copy with another intention. */
  public AtomRecord intending(Intention other) {
    return new AtomRecord(name, kind, state, other, execution, reversal, history, meta);
  }

  /** A copy with other traces of executing. */
  public AtomRecord with(Execution other) {
    return new AtomRecord(name, kind, state, intention, other, reversal, history, meta);
  }

  /** A copy with another history. */
  public AtomRecord remembering(@Nullable Payload other) {
    return new AtomRecord(name, kind, state, intention, execution, reversal, other, meta);
  }

  /** The row of an atom that begins anew. Attempts count on: a new request is not the old one. */
  public AtomRecord afresh() {
    return untouched(name, kind)
        .with(new Execution(null, null, null, execution.attempts(), null, Times.UNKNOWN));
  }

  /** A copy with other traces of reverting. */
  public AtomRecord with(Reversal other) {
    return new AtomRecord(name, kind, state, intention, execution, other, history, meta);
  }

  /** A copy with other notes beside it. */
  public AtomRecord withMeta(@Nullable Payload other) {
    return new AtomRecord(name, kind, state, intention, execution, reversal, history, other);
  }
}

package dev.portage.model;

import org.jspecify.annotations.Nullable;

/**
 * A slot that a task reads, and where its value comes from.
 *
 * @param slot as the body reads it
 * @param from the name of the slot in the flow; another one if the task renames it on the way in
 * @param kind what happens if the flow does not have it
 * @param constant the default or injected value; null for the other kinds, and where null is it
 */
public record Need(Slot<?> slot, String from, Kind kind, @Nullable Object constant) {
  /** What happens if neither an atom nor the inputs have the slot. */
  public enum Kind {
    /** The flow is refused; at run time the task fails. */
    REQUIRED,
    /** The slot is absent. */
    OPTIONAL,
    /** The constant stands in. */
    DEFAULTED,
    /** It is never looked for: the constant is the value. */
    INJECTED,
    /** It is the element of the list that an atom of a fan-out stands for. */
    ELEMENT
  }

  /** Whether the flow is asked for it. */
  public boolean isFromFlow() {
    return kind != Kind.INJECTED && kind != Kind.ELEMENT;
  }

  Need from(String name) {
    return new Need(slot, name, kind, constant);
  }
}

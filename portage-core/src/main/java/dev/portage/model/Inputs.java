package dev.portage.model;

import org.jspecify.annotations.Nullable;

/** Values by slot: what a flow was submitted with. A read-only view, safe to share. */
public interface Inputs {
  /**
   * The value of a slot. JSON null gives null, so a slot that may hold null wants {@link
   * #getOrNull}.
   *
   * @throws FlowException if there is no such slot here, or the stored value cannot be read as the
   *     slot's type
   */
  <T> T get(Slot<T> slot);

  /** Whether the slot is here and has a value that is not null. */
  boolean has(Slot<?> slot);

  /** {@link #get}, or null where {@link #has} is false. */
  default <T> @Nullable T getOrNull(Slot<T> slot) {
    return has(slot) ? get(slot) : null;
  }
}

package dev.portage.engine;

import dev.portage.model.Need;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the value of one slot comes from that a task reads.
 *
 * @param need the slot
 * @param origin who has stored it; not asked for an injected value
 */
record SlotSource(Need need, Origin origin) {

  /** The stored value, or the constant that stands for it; null if the slot is absent. */
  @Nullable JsonNode value() {
    if (need.kind() == Need.Kind.INJECTED) {
      return constant();
    }
    if (origin.has(need.from())) {
      return origin.value(need.from());
    }
    return need.kind() == Need.Kind.DEFAULTED ? constant() : null;
  }

  private JsonNode constant() {
    return SlotValues.proven("the task", need.slot(), need.constant());
  }

  /** Whether the task cannot run without it and it is not there. */
  boolean isMissing() {
    return need.kind() == Need.Kind.REQUIRED && !origin.has(need.from());
  }

  /**
   * That it is not there.
   *
   * @param reader who reads it, such as {@code task 'a'}
   */
  String absence(String reader) {
    boolean required = need.kind() == Need.Kind.REQUIRED;
    return reader
        + (required ? " requires '" : " may take '")
        + need.from()
        + "' from "
        + origin.described()
        + (required ? "" : "; ask has(..) first, or use getOrNull(..)");
  }
}

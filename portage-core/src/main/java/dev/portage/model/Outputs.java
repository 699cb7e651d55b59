package dev.portage.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a task returns that provides several slots. Immutable. */
public final class Outputs {
  private final Map<String, @Nullable Object> values;

  private Outputs(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  /** One value; add more with {@link #and}. */
  public static <T> Outputs of(Slot<T> slot, @Nullable T value) {
    return new Outputs(Map.of()).and(slot, value);
  }

  /** A copy with one more value. */
  public <T> Outputs and(Slot<T> slot, @Nullable T value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(values);
    copy.put(slot.name(), value);
    return new Outputs(copy);
  }

  /** The values by slot name, in the order in which they were given. */
  public Map<String, @Nullable Object> values() {
    return Collections.unmodifiableMap(values);
  }
}

package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.model.Inputs;
import dev.portage.model.Slot;
import dev.portage.shape.Guard;
import dev.portage.store.Json;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a decider may read, from stored JSON. */
record DeciderInputs(Guard guard, Map<String, SlotSource> sources) implements Inputs {

  /** Fails if a required slot is not there. */
  void require() {
    String missing =
        sources.values().stream()
            .filter(SlotSource::isMissing)
            .map(source -> source.absence(guard.toString()))
            .sorted()
            .collect(Collectors.joining("\n  "));
    if (!missing.isEmpty()) {
      throw new MissingArgumentException(missing);
    }
  }

  private SlotSource source(String slot) {
    SlotSource source = sources.get(slot);
    if (source == null) {
      throw new FlowException(
          guard
              + " reads '"
              + slot
              + "', which it does not require, only "
              + sources.keySet().stream().sorted().toList()
              + "; add .requires(..) to the decider");
    }
    return source;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // JSON null is a null of T, as the contract says
  public <T> T get(Slot<T> slot) {
    SlotSource source = source(slot.name());
    JsonNode value = source.value();
    if (value == null) {
      throw new MissingArgumentException(source.absence(guard.toString()));
    }
    return (T) Json.value(value, slot.type());
  }

  @Override
  public boolean has(Slot<?> slot) {
    JsonNode value = source(slot.name()).value();
    return value != null && !value.isNull();
  }
}

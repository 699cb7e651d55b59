package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.model.Inputs;
import dev.portage.model.Slot;

/** Stands for inputs that nobody may look at: what is built without a look fits all. */
record NoInputs() implements Inputs {
  @Override
  public <T> T get(Slot<T> slot) {
    throw asked(slot);
  }

  @Override
  public boolean has(Slot<?> slot) {
    throw asked(slot);
  }

  private static FlowException asked(Slot<?> slot) {
    return new FlowException("what is built depends on the input '" + slot.name() + "'");
  }
}

package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.model.Inputs;

/**
 * Builds a flow from the values it was submitted with, so that it can be built again anywhere. Must
 * give the same flow for the same inputs, and have no side effects.
 */
@FunctionalInterface
public interface FlowFactory {
  /** The flow for these inputs. */
  Flow create(Inputs inputs);
}

package dev.portage.engine;

/**
 * Hears of every transition after it is durable. For one flow the calls come in order and one at a
 * time; those of several flows may come at once. What a listener throws is logged and never changes
 * a flow.
 *
 * <p>A flow waits for its listeners, with its lease kept, so they should be quick, and must not
 * wait for the flow that they hear of: they may ask a {@link FlowHandle} for something, but not
 * await it, nor call {@link Engine#revert}. Other flows do not wait.
 */
public interface FlowListener {
  /** An atom is in another state, or begins again after a crash (from RUNNING to RUNNING). */
  default void onAtom(AtomTransition transition) {}

  /** A flow is in another state. */
  default void onFlow(FlowTransition transition) {}

  /** A task has said how far it is. */
  default void onProgress(AtomProgress progress) {}
}

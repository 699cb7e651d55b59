package dev.portage.engine;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import java.time.Duration;
import java.time.Instant;

/**
 * A flow went from one state to another, and that is durable.
 *
 * @param flow the flow
 * @param from the state before
 * @param to the state now
 * @param at when, by the engine's clock
 * @param took how long this engine has seen it in the state before
 */
public record FlowTransition(
    FlowHeader.Key flow, FlowState from, FlowState to, Instant at, Duration took) {}

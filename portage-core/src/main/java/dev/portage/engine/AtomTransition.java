package dev.portage.engine;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.store.FlowHeader;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An atom went from one state to another, and that is durable.
 *
 * @param flow the flow
 * @param atom the atom
 * @param from the state before
 * @param to the state now
 * @param at when, by the engine's clock
 * @param took how long it was in the state before, such as how long the body ran; null if not known
 * @param attempt which attempt at executing it is; 0 before the first
 * @param failure why, where {@code to} is FAILURE or REVERT_FAILURE; otherwise null
 */
public record AtomTransition(
    FlowHeader.Key flow,
    AtomName atom,
    AtomState from,
    AtomState to,
    Instant at,
    @Nullable Duration took,
    int attempt,
    @Nullable Failure failure) {}

package dev.portage.engine;

import dev.portage.model.AtomName;
import dev.portage.store.FlowHeader;
import java.time.Instant;

/**
 * A task has said how far it is, and that is durable. Not every report comes here: of those between
 * two writes only the last.
 *
 * @param flow the flow
 * @param atom the task
 * @param fraction from 0 to 1
 * @param text what it does; may be empty
 * @param at when, by the engine's clock
 */
public record AtomProgress(
    FlowHeader.Key flow, AtomName atom, double fraction, String text, Instant at) {}

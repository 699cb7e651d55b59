package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.shape.Shape;
import dev.portage.shape.Wiring;

/**
 * What today's code says a flow should be, for the inputs of one stored flow.
 *
 * @param variant which of the factory's shapes it is; empty if the factory declares none
 * @param flow the flow, with code
 * @param shape the flow without code
 * @param wiring where its atoms get their slots from
 */
public record Target(String variant, Flow flow, Shape shape, Wiring wiring) {}

package dev.portage.engine;

/**
 * A shape that this code has.
 *
 * @param flow the name of the flow in the catalog
 * @param target its variant and its shape
 */
public record Declared(String flow, Target target) {}

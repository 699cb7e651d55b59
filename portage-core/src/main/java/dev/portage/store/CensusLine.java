package dev.portage.store;

/**
 * How many flows have one shape.
 *
 * @param flow their name
 * @param variant their variant
 * @param shape their shape and stamp
 * @param unfinished how many are unfinished
 * @param finished how many are finished
 * @param sample the least id, of an unfinished one if there is any
 */
public record CensusLine(
    String flow, String variant, ShapeRef shape, long unfinished, long finished, FlowId sample) {}

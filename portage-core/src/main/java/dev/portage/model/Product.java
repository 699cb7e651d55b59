package dev.portage.model;

/**
 * A slot that a task provides.
 *
 * @param slot as the body returns it
 * @param to the name of the slot in the flow; another one if the task renames it on the way out
 */
public record Product(Slot<?> slot, String to) {}

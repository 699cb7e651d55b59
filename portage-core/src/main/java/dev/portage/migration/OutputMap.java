package dev.portage.migration;

import tools.jackson.databind.node.ObjectNode;

/**
 * Turns what the old version of a task stored into what the new one would have stored. Must be
 * pure: it may run several times, and on flows that are not exchanged in the end.
 */
@FunctionalInterface
public interface OutputMap {
  /** Keeps the output as it is: the new version reads the old data. */
  OutputMap SAME = slots -> {};

  /**
   * Changes a copy of the stored output in place.
   *
   * @param slots an object from slot name to value; no class of the past is needed to read it
   * @throws Exception to leave this flow as it is, and report why
   */
  void map(ObjectNode slots) throws Exception;
}

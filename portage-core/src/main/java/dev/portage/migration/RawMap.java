package dev.portage.migration;

import tools.jackson.databind.JsonNode;

/**
 * A map that can also be given one raw value, where a database of others stores what a task
 * returned as a whole and not by slot. Must be pure, as {@link OutputMap} is.
 */
public interface RawMap {
  /**
   * What the new version would have returned.
   *
   * @param value any JSON, null too; stays as it is
   * @throws Exception to leave this flow as it is, and report why
   */
  JsonNode mapRaw(JsonNode value) throws Exception;
}

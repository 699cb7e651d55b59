package dev.portage.cli;

import dev.portage.jdbc.StoreTables;
import dev.portage.jdbc.TableState;
import dev.portage.jdbc.TableState.Verdict;
import dev.portage.store.Json;
import tools.jackson.databind.JsonNode;

/**
 * What was done about the tables of a store.
 *
 * @param found what was there when the command began
 * @param before the schema that was there when its turn came; 0 for none
 */
record SchemaChange(TableState found, int before) implements Answer {
  /** Does what is to be done; nothing where nothing is. */
  static SchemaChange of(StoreTables tables, TableState found) {
    return switch (found.verdict()) {
      case CURRENT -> new SchemaChange(found, found.version());
      case MISSING, OLDER -> new SchemaChange(found, tables.upgrade());
      case NEWER, UNUSABLE ->
          throw new CommandException(
              ExitCode.INTEGRITY,
              "the store "
                  + Text.line(found.store())
                  + " is left as it is: "
                  + Text.line(found.why()));
    };
  }

  private boolean isChanged() {
    return before < found.known();
  }

  @Override
  public JsonNode json() {
    return Json.mapper()
        .createObjectNode()
        .put("schema", "portage/tables-change/1")
        .put("store", found.store())
        .put("before", before)
        .put("version", found.known())
        .put("changed", isChanged());
  }

  @Override
  public String text(Style style) {
    String store = Text.line(found.store());
    if (isChanged()) {
      String did = before == 0 ? "made the tables of " : "upgraded the tables of ";
      return did + store + ": schema " + found.known() + "\n";
    }
    String why =
        found.verdict() == Verdict.CURRENT ? "" : "; somebody else was at it at the same time";
    return "nothing to do: " + store + " has schema " + found.known() + why + "\n";
  }
}

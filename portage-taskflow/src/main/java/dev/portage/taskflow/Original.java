package dev.portage.taskflow;

import dev.portage.store.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A stored flow as one JSON tree in TaskFlow's own words: every column, nothing left out. */
final class Original {
  private Original() {}

  static ObjectNode of(StoredFlow stored) {
    ObjectNode flow = Json.mapper().createObjectNode();
    texts(flow, stored.row(), "name", "uuid", "state");
    trees(flow, stored.row(), "meta");
    texts(flow, stored.row(), "created_at", "updated_at");
    flow.set("logbook", logbook(stored.logbook()));
    ArrayNode atoms = flow.putArray("atoms");
    stored.atoms().forEach(atom -> atoms.add(atom(atom)));
    return flow;
  }

  private static @Nullable ObjectNode logbook(@Nullable Row row) {
    if (row == null) {
      return null;
    }
    ObjectNode logbook = Json.mapper().createObjectNode();
    texts(logbook, row, "name", "uuid");
    trees(logbook, row, "meta");
    texts(logbook, row, "created_at", "updated_at");
    return logbook;
  }

  private static ObjectNode atom(Row row) {
    ObjectNode atom = Json.mapper().createObjectNode();
    texts(atom, row, "name", "uuid");
    atom.put("type", row.text("atom_type"));
    texts(atom, row, "state", "intention", "version");
    trees(atom, row, "results", "revert_results", "failure", "revert_failure", "meta");
    texts(atom, row, "created_at", "updated_at");
    return atom;
  }

  private static void texts(ObjectNode to, Row row, String... columns) {
    for (String column : columns) {
      to.put(column, row.text(column));
    }
  }

  private static void trees(ObjectNode to, Row row, String... columns) {
    for (String column : columns) {
      to.set(column, row.tree(column));
    }
  }
}

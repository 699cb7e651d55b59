package dev.portage.migration;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What is otherwise, for one stored shape, than a saved plan says.
 *
 * @param then the shape's plan in the document
 * @param now the same, made at this moment
 */
record PlanChange(JsonNode then, JsonNode now) {
  private static final int BRIEF = 10;

  /** The shape, for people. */
  static String name(JsonNode line) {
    return line.path(PlanDocument.TYPE).asString() + " " + brief(line.path(PlanDocument.FROM));
  }

  private static String brief(JsonNode hex) {
    return hex.isNull() ? "nothing" : hex.asString().substring(0, BRIEF);
  }

  /** Empty if it is the same. */
  List<String> sentences() {
    List<String> changed = new ArrayList<>();
    String name = name(then);
    if (!isSame(PlanDocument.TO) || !isSame(PlanDocument.TO_DIGEST)) {
      changed.add(
          name
              + ": the code changed since; the plan leads to "
              + brief(then.path(PlanDocument.TO))
              + ", the code has "
              + brief(now.path(PlanDocument.TO))
              + (isSame(PlanDocument.TO) ? " with other relations" : ""));
    }
    changed.addAll(moves(name));
    if (!isSame(PlanDocument.LEFT)) {
      changed.add(name + ": what has no answer is not what it was");
    }
    return changed;
  }

  private List<String> moves(String name) {
    List<String> changed = new ArrayList<>();
    JsonNode old = then.path(PlanDocument.MOVES);
    JsonNode today = now.path(PlanDocument.MOVES);
    for (int i = 0; i < Math.max(old.size(), today.size()); i++) {
      if (!old.path(i).equals(today.path(i))) {
        changed.add(
            name
                + ": move "
                + (i + 1)
                + " was '"
                + by(old, i)
                + "' and is '"
                + by(today, i)
                + "' now"
                + (by(old, i).equals(by(today, i)) ? ", with other content" : ""));
      }
    }
    return changed;
  }

  private static String by(JsonNode moves, int i) {
    return i < moves.size() ? moves.path(i).path("by").asString() : "no move";
  }

  private boolean isSame(String field) {
    return then.path(field).equals(now.path(field));
  }
}

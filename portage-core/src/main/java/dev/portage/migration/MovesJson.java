package dev.portage.migration;

import dev.portage.migration.UndoOutcome.Grade;
import dev.portage.store.JournalEntry;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was done to a flow, as the journal has it. */
final class MovesJson {
  private static final String UNDO = "undo";
  private static final String GRADE = "grade";
  private static final String MOVES = "moves";

  private MovesJson() {}

  static ObjectNode write(List<Move> made, List<Finding> found) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ArrayNode moves = out.putArray(MOVES);
    for (Move move : made) {
      ObjectNode each = moves.addObject();
      each.put("by", move.by().name());
      each.put("because", move.by().because());
      if (!move.by().digest().isEmpty()) {
        each.put("digest", move.by().digest());
      }
      each.put("before", move.before().hex());
      each.put("after", move.after().hex());
      ArrayNode operations = each.putArray("operations");
      move.operations()
          .forEach(
              operation ->
                  operations
                      .addObject()
                      .put("op", operation.word())
                      .put("what", operation.describe()));
    }
    ArrayNode findings = out.putArray("findings");
    found.forEach(
        finding ->
            findings
                .addObject()
                .put("code", finding.code().name())
                .put("severity", finding.severity().toString())
                .put("sentence", finding.sentence()));
    return out;
  }

  /** The same for an undo, with what it took back. */
  static ObjectNode undo(JournalEntry taken, Grade grade, List<Move> made, List<Finding> found) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    ObjectNode undo = out.putObject(UNDO);
    undo.put("run", taken.made().run().text());
    undo.put("revision", taken.revision());
    undo.put(GRADE, grade.word());
    taken.steps().forEach(undo.putArray("steps")::add);
    out.setAll(write(made, found));
    return out;
  }

  /** Whether that was an undo after which the flow was exactly what it had been. */
  static boolean isExact(Payload moves) {
    try {
      JsonNode grade = moves.tree().path(UNDO).path(GRADE);
      return grade.isString() && grade.stringValue().equals(Grade.RESTORE.word());
    } catch (PayloadException e) {
      return false; // what cannot be read proves nothing
    }
  }

  /**
   * Whether these moves are what the journal says, word by word.
   *
   * @throws PayloadException if that cannot be read
   */
  static boolean isSame(Payload stored, List<Move> moves) {
    JsonNode then = stored.tree().path(MOVES);
    JsonNode now = write(moves, List.of()).path(MOVES);
    boolean same = then.size() == now.size();
    for (int i = 0; same && i < now.size(); i++) {
      same = isSame(then.path(i), now.path(i));
    }
    return same;
  }

  private static boolean isSame(JsonNode then, JsonNode now) {
    return then.path("by").equals(now.path("by"))
        && then.path("before").equals(now.path("before"))
        && then.path("after").equals(now.path("after"))
        && then.path("operations").equals(now.path("operations"));
  }
}

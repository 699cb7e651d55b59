package dev.portage.cli;

import dev.portage.shape.ReleasedShape;
import dev.portage.shape.ShapeLock;
import dev.portage.store.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was added to a lock. */
record RecordAnswer(String file, ShapeLock before, ShapeLock after) implements Answer {
  private List<ReleasedShape> changed() {
    return after.shapes().stream().filter(each -> !before.shapes().contains(each)).toList();
  }

  private String what(ReleasedShape changed) {
    Optional<ReleasedShape> old = before.shapes().stream().filter(changed::isOf).findFirst();
    if (old.isEmpty()) {
      return "added";
    }
    return old.get().releases().equals(changed.releases()) ? "new steps" : "labelled";
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/record/1").put("lock", file).put("shapes", after.shapes().size());
    ArrayNode changes = root.putArray("changes");
    for (ReleasedShape each : changed()) {
      ObjectNode change = changes.addObject().put("change", what(each));
      CheckedLock.write(each, change);
    }
    return root;
  }

  @Override
  public String text(Style style) {
    Table table = new Table("", Set.of());
    for (ReleasedShape each : changed()) {
      table.row(
          what(each),
          CheckedLock.name(each.flow(), each.variant()),
          each.shape().fingerprint().brief(),
          Text.line(String.join(", ", each.releases())));
    }
    String shapes = Text.count(after.shapes().size(), "released shape");
    return changed().isEmpty()
        ? "nothing changed: " + file + " has " + shapes + "\n"
        : table.in(style) + "wrote " + file + ": " + shapes + "\n";
  }
}

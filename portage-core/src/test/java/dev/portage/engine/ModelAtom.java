package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.Json;
import dev.portage.store.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where one atom of the reference model is. */
final class ModelAtom {
  /** One attempt of a retry: what it gave, by slot, and who failed. */
  record Try(Map<String, Object> given, TreeSet<String> failed) {}

  AtomState state = AtomState.PENDING;
  Intention intention = Intention.EXECUTE;
  int attempts;
  boolean failed;
  boolean stuck;
  boolean hasKey;

  /** Whether its body runs now, and whether it was begun once more after a crash. */
  boolean active;

  boolean again;
  @Nullable Map<String, Object> output;
  List<Try> tries = new ArrayList<>();

  /** Of a fan-out, once they are fixed; and the attempts under keys that it had before. */
  @Nullable List<String> keys;

  int spent;

  ModelAtom copy() {
    ModelAtom copy = new ModelAtom();
    copy.state = state;
    copy.intention = intention;
    copy.attempts = attempts;
    copy.failed = failed;
    copy.stuck = stuck;
    copy.hasKey = hasKey;
    copy.active = active;
    copy.again = again;
    copy.output = output;
    copy.keys = keys;
    copy.spent = spent;
    tries.forEach(each -> copy.tries.add(new Try(each.given, new TreeSet<>(each.failed))));
    return copy;
  }

  /** What it becomes when the flow around it is tried again. Attempts count on. */
  ModelAtom afresh() {
    ModelAtom fresh = new ModelAtom();
    fresh.attempts = attempts;
    fresh.keys = keys;
    fresh.spent = spent;
    return fresh;
  }

  boolean isClear() {
    return state == AtomState.PENDING || state == AtomState.REVERTED || state == AtomState.IGNORE;
  }

  /** Everything that is stored of it, as a text. */
  String line(String name) {
    List<String> history = new ArrayList<>();
    for (Try each : tries) {
      Object given =
          switch (each.given.size()) {
            case 0 -> "null";
            case 1 -> Json.tree(each.given.values().iterator().next());
            default -> Json.tree(new TreeMap<>(each.given));
          };
      history.add(given + " " + each.failed);
    }
    return String.join(
        " ",
        name,
        String.valueOf(state),
        String.valueOf(intention),
        "attempts=" + attempts,
        "key=" + (hasKey ? name + "/" + attempts : "none"),
        "output=" + (output == null ? "none" : Json.tree(new TreeMap<>(output))),
        failed ? "failed" : "-",
        stuck ? "stuck" : "-",
        "tries=" + history,
        "keys=" + keys + "/" + spent);
  }

  /** The same text of what is stored. */
  static String line(AtomRecord row) {
    Output output = row.execution().output();
    FanOutKeys keys = FanOutKeys.of(row);
    String key = row.execution().idempotencyKey();
    List<String> history = new ArrayList<>();
    if (row.history() != null) {
      for (JsonNode attempt : row.history().tree()) {
        history.add(
            sorted(attempt.get("value"))
                + " "
                + new TreeSet<>(attempt.get("failures").propertyNames()));
      }
    }
    return String.join(
        " ",
        row.name().toString(),
        String.valueOf(row.state()),
        String.valueOf(row.intention()),
        "attempts=" + row.execution().attempts(),
        "key=" + (key == null ? "none" : key.substring(key.indexOf('/') + 1)),
        "output=" + (output == null ? "none" : sorted(output.bySlot())),
        row.execution().failure() == null ? "-" : "failed",
        row.reversal().failure() == null ? "-" : "stuck",
        "tries=" + history,
        "keys=" + keys.keys() + "/" + keys.attempts());
  }

  private static JsonNode sorted(JsonNode tree) {
    if (!tree.isObject()) {
      return tree;
    }
    Map<String, JsonNode> sorted = new TreeMap<>();
    tree.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
    return Json.tree(sorted);
  }
}

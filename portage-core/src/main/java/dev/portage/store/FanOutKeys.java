package dev.portage.store;

import dev.portage.model.AtomName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which atoms a fan-out has: noted beside the row of the template, the one without a key, as {@code
 * {"keys": [..], "attempts": ..}}.
 *
 * @param keys in order and unique; null until they are fixed
 * @param attempts the highest attempt of any atom under keys that the fan-out had before; those
 *     that follow count on, so that no idempotency key is ever used twice
 */
public record FanOutKeys(@Nullable List<String> keys, int attempts) {
  private static final String KEYS = "keys";
  private static final String ATTEMPTS = "attempts";

  /** Copies the list. */
  public FanOutKeys {
    keys = keys == null ? null : List.copyOf(keys);
  }

  /**
   * Those of a template's row; not fixed if nothing is noted.
   *
   * @throws PayloadException if the note cannot be read
   */
  public static FanOutKeys of(AtomRecord template) {
    Payload meta = template.meta();
    JsonNode notes = meta == null ? Json.mapper().createObjectNode() : meta.tree();
    JsonNode attempts = notes.path(ATTEMPTS);
    return new FanOutKeys(
        keys(template.name(), notes.get(KEYS)), attempts.isInt() ? attempts.intValue() : 0);
  }

  private static @Nullable List<String> keys(AtomName template, @Nullable JsonNode noted) {
    if (noted == null) {
      return null;
    }
    List<String> keys = new ArrayList<>();
    for (JsonNode key : noted) {
      keys.add(key.isString() ? key.stringValue() : "");
    }
    if (!noted.isArray() || keys.contains("") || keys.stream().distinct().count() < keys.size()) {
      throw new PayloadException(
          "the keys of the fan-out '" + template + "' are not an array of distinct texts", null);
    }
    return keys;
  }

  /** A copy of the template's row with this noted; other notes are kept. */
  public AtomRecord in(AtomRecord template) {
    Payload meta = template.meta();
    ObjectNode notes =
        meta != null && meta.tree() instanceof ObjectNode object
            ? object
            : Json.mapper().createObjectNode();
    notes.remove(List.of(KEYS, ATTEMPTS));
    if (keys != null) {
      ArrayNode array = notes.putArray(KEYS);
      keys.forEach(array::add);
    }
    if (attempts > 0) {
      notes.put(ATTEMPTS, attempts);
    }
    return template.withMeta(notes.isEmpty() ? null : Payload.of(notes));
  }

  /** Without keys, but mindful of the attempts that these atoms made. */
  public FanOutKeys forgotten(List<AtomRecord> atoms) {
    int most = attempts;
    for (AtomRecord atom : atoms) {
      most = Math.max(most, atom.execution().attempts());
    }
    return new FanOutKeys(null, most);
  }

  /** What is true of an atom of this fan-out that has no row. */
  public AtomRecord fresh(AtomRecord template, String key) {
    AtomRecord atom =
        AtomRecord.untouched(new AtomName(template.name().template(), key), template.kind());
    return attempts == 0
        ? atom
        : atom.with(new Execution(null, null, null, attempts, null, Times.UNKNOWN));
  }
}

package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.Json;
import dev.portage.store.Output;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The lists of fan-outs, as they are stored, and the keys that today's code makes of them.
 *
 * @param target the code
 * @param work the rows
 * @param values whether there are any to read
 */
record StoredLists(Target target, Rewriting work, Values values) {
  /** The atom that provides the list; null if it is an input, or stands in the code. */
  @Nullable String provider(ShapeAtom template) {
    String each = template.traits().each();
    return each == null || each.isEmpty() ? null : target.wiring().provider(template.name(), each);
  }

  /** Whether the provider of the list will still run. */
  boolean isToBeMade(ShapeAtom template) {
    String provider = provider(template);
    return provider != null && !work.stand(provider).isDone();
  }

  /**
   * The keys by today's code; null if the list is not stored.
   *
   * @throws dev.portage.model.FlowException if the code cannot make keys of it
   */
  @Nullable List<String> keys(ShapeAtom template) {
    String each = template.traits().each();
    if (each == null || values == Values.ASSUMED) {
      return null;
    }
    if (each.isEmpty()) {
      return target.keys(template.name(), null);
    }
    String provider = provider(template);
    JsonNode list = provider == null ? work.inputs().tree().get(each) : provided(provider, each);
    return list == null ? null : target.keys(template.name(), list);
  }

  private @Nullable JsonNode provided(String provider, String slot) {
    Stand stand = work.stand(provider);
    if (!stand.isDone() || stand.isLeftOut() || stand.lacking(slot) != null) {
      return null;
    }
    return stand.isFanOut() ? collected(stand, slot) : value(stand.rows().get(0), slot);
  }

  static @Nullable JsonNode collected(Stand stand, String slot) {
    List<String> keys = FanOutKeys.of(stand.rows().get(0)).keys();
    if (keys == null) {
      return null;
    }
    Map<String, AtomRecord> items =
        stand.bodies().stream()
            .collect(Collectors.toMap(row -> row.name().key(), Function.identity()));
    ArrayNode list = Json.mapper().createArrayNode();
    for (String key : keys) {
      AtomRecord item = items.get(key);
      if (item != null) {
        list.add(value(item, slot));
      }
    }
    return list;
  }

  private static @Nullable JsonNode value(AtomRecord row, String slot) {
    Output output = row.execution().output();
    return output == null ? null : output.bySlot().get(slot);
  }
}

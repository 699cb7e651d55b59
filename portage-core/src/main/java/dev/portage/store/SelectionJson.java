package dev.portage.store;

import dev.portage.model.FlowState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which flows somebody has asked for, as JSON: an object with {@code type}, {@code shape}, {@code
 * only}, {@code states}, {@code from}, {@code before} and {@code meta}; null or empty for no such
 * limit. Scope, page and leases are no part of it.
 */
public final class SelectionJson {
  private SelectionJson() {}

  /** Puts it there. */
  public static void write(FlowQuery query, ObjectNode node) {
    node.put("type", query.flow()).put("shape", query.fingerprint());
    ArrayNode only = node.putArray("only");
    query.ids().forEach(id -> only.add(id.text()));
    ArrayNode states = node.putArray("states");
    query.traits().states().forEach(state -> states.add(state.name()));
    node.put("from", text(query.traits().from())).put("before", text(query.traits().before()));
    ObjectNode meta = node.putObject("meta");
    query.traits().meta().forEach(meta::put);
  }

  /**
   * Unfinished flows that are so.
   *
   * @throws IllegalArgumentException if a state, an id or a time is none
   */
  public static FlowQuery read(JsonNode node) {
    List<FlowId> only =
        node.path("only").valueStream().map(id -> FlowId.of(id.asString(""))).toList();
    Set<FlowState> states = EnumSet.noneOf(FlowState.class);
    node.path("states").forEach(state -> states.add(FlowState.valueOf(state.asString(""))));
    SortedMap<String, String> meta = new TreeMap<>();
    node.path("meta").forEachEntry((key, value) -> meta.put(key, value.asString("")));
    return FlowQuery.unfinished()
        .of(textOrNull(node.path("type")))
        .shaped(textOrNull(node.path("shape")))
        .only(only)
        .like(
            FlowQuery.Traits.ANY
                .in(states)
                .began(time(node.path("from")), time(node.path("before")))
                .with(meta));
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static @Nullable Instant time(JsonNode node) {
    String text = textOrNull(node);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no time", e);
    }
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }
}

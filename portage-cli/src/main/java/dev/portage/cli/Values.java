package dev.portage.cli;

import dev.portage.model.Failure;
import dev.portage.store.Json;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import dev.portage.store.Times;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads stored values for showing. What cannot be read is remembered instead of stopping the rest.
 * Not safe for use by several threads.
 */
final class Values {
  private final boolean shown;
  private final Set<String> problems = new LinkedHashSet<>();

  /** Values that are shown, or only their sizes. */
  private Values(boolean shown) {
    this.shown = shown;
  }

  static Values shown() {
    return new Values(true);
  }

  static Values hidden() {
    return new Values(false);
  }

  boolean areShown() {
    return shown;
  }

  /** What could not be read so far; empty if all could. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** The tree; JSON null for none; a note about the size where it is hidden or unreadable. */
  JsonNode tree(String what, @Nullable Payload payload) {
    if (payload == null) {
      return Json.mapper().nullNode();
    }
    if (!shown) {
      return note("hidden", payload);
    }
    try {
      return payload.tree();
    } catch (PayloadException e) {
      problems.add(what + ": " + e.getMessage());
      return note("unreadable", payload);
    }
  }

  private static JsonNode note(String why, Payload payload) {
    return Json.mapper()
        .createObjectNode()
        .put(why, true)
        .put("codec", payload.codec())
        .put("bytes", payload.size());
  }

  /** A failure with its chain; JSON null for none. Hiding values hides messages as well. */
  JsonNode failure(@Nullable Failure failure) {
    if (failure == null) {
      return Json.mapper().nullNode();
    }
    ObjectNode node = Json.mapper().createObjectNode().put("type", failure.type());
    if (shown) {
      node.put("message", failure.message()).put("stack", failure.stack());
    }
    var causes = node.putArray("causes");
    failure.causes().forEach(cause -> causes.add(failure(cause)));
    return node.put("at", time(failure.at()));
  }

  /** When something began and last changed, as two members. */
  static void times(ObjectNode node, Times times) {
    node.put("began", time(times.began())).put("changed", time(times.changed()));
  }

  /** ISO 8601 in UTC; null for what is not known. */
  static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}

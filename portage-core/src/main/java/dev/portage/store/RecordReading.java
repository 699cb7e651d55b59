package dev.portage.store;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.shape.Shape;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what {@link RecordJson} writes. */
final class RecordReading {
  private RecordReading() {}

  static FlowRecord record(JsonNode tree, Shape shape) {
    try {
      if (!RecordJson.FORMAT.equals(text(tree, "format"))) {
        throw new PayloadException("found format '" + text(tree, "format") + "'", null);
      }
      FlowHeader header = header(tree, shape);
      List<AtomRecord> rows = new ArrayList<>();
      tree.required("atoms").forEach(row -> rows.add(row(row)));
      return FlowRecord.of(header, shape, rows);
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new PayloadException("it is not what " + RecordJson.FORMAT + " is", e);
    }
  }

  private static FlowHeader header(JsonNode tree, Shape shape) {
    if (!shape.digest().equals(text(tree, "shape"))) {
      throw new PayloadException("it is of shape " + text(tree, "shape"), null);
    }
    List<String> heads = new ArrayList<>();
    tree.required("stamp").forEach(head -> heads.add(head.stringValue()));
    return new FlowHeader(
        new FlowHeader.Key(FlowId.of(text(tree, "id")), text(tree, "flow"), text(tree, "variant")),
        payload(tree.required("inputs")),
        payload(tree.required("meta")),
        FlowState.valueOf(text(tree, "state")),
        ShapeRef.of(shape, Stamp.of(heads)),
        tree.required("revision").longValue(),
        Lease.NONE,
        times(tree));
  }

  private static AtomRecord row(JsonNode tree) {
    return new AtomRecord(
        new AtomName(text(tree, "template"), text(tree, "key")),
        AtomKind.valueOf(text(tree, "kind")),
        AtomState.valueOf(text(tree, "state")),
        Intention.valueOf(text(tree, "intention")),
        execution(tree),
        new Reversal(payloadOrNull(tree, "revertOutput"), failureOrNull(tree, "revertFailure")),
        payloadOrNull(tree, "history"),
        payloadOrNull(tree, "meta"));
  }

  private static Execution execution(JsonNode tree) {
    return new Execution(
        textOrNull(tree, "version"),
        output(tree),
        failureOrNull(tree, "failure"),
        tree.required("attempts").intValue(),
        textOrNull(tree, "idempotencyKey"),
        times(tree));
  }

  private static @Nullable Output output(JsonNode tree) {
    JsonNode value = tree.get("output");
    if (value == null) {
      return null;
    }
    List<String> slots = new ArrayList<>();
    tree.required("slots").forEach(slot -> slots.add(slot.stringValue()));
    return Output.of(slots, payload(value));
  }

  static Payload payload(JsonNode tree) {
    JsonNode text = tree.get("text");
    byte[] bytes =
        text == null
            ? Base64.getDecoder().decode(text(tree, "base64"))
            : text.stringValue().getBytes(StandardCharsets.UTF_8);
    return new Payload(text(tree, "codec"), bytes);
  }

  private static @Nullable Payload payloadOrNull(JsonNode tree, String name) {
    JsonNode value = tree.get(name);
    return value == null ? null : payload(value);
  }

  private static @Nullable Failure failureOrNull(JsonNode tree, String name) {
    JsonNode value = tree.get(name);
    return value == null ? null : RecordJson.failure(value);
  }

  private static Times times(JsonNode tree) {
    return new Times(instant(tree, "began"), instant(tree, "changed"));
  }

  private static @Nullable Instant instant(JsonNode tree, String name) {
    String text = textOrNull(tree, name);
    return text == null ? null : Instant.parse(text);
  }

  private static String text(JsonNode tree, String name) {
    return tree.required(name).stringValue();
  }

  private static @Nullable String textOrNull(JsonNode tree, String name) {
    JsonNode value = tree.required(name);
    return value.isNull() ? null : value.stringValue();
  }
}

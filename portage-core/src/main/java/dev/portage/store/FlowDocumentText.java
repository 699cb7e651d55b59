package dev.portage.store;

import dev.portage.model.Failure;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes flow documents. A value stands there as the JSON that it is, if writing that again gives
 * its very bytes; else under a name that ends with {@link #STORED}, with codec and bytes.
 */
final class FlowDocumentText {
  static final String STORED = ".stored";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private FlowDocumentText() {}

  static String of(FlowDocument document) {
    return escaped(Json.pretty(tree(document))) + "\n";
  }

  static ObjectNode tree(FlowDocument document) {
    FlowRecord flow = document.flow();
    FlowHeader header = flow.header();
    ObjectNode out = NODES.objectNode();
    out.put("schema", FlowDocument.SCHEMA);
    out.put("id", header.id().text());
    out.put("flow", header.flow());
    out.put("variant", header.key().variant());
    out.put("state", header.state().name());
    texts(out, "stamp", header.shape().stamp().heads());
    out.put("fingerprint", header.shape().fingerprint().hex());
    texts(out, "shape", flow.shape().text().lines().toList());
    put(out, "inputs", header.inputs());
    put(out, "meta", header.meta());
    ArrayNode rows = out.putArray("atoms");
    flow.touched().values().forEach(row -> write(rows.addObject(), row));
    if (!document.journal().isEmpty()) {
      ArrayNode entries = out.putArray("journal");
      document.journal().forEach(entry -> write(entries.addObject(), entry));
    }
    return out;
  }

  private static void write(ObjectNode out, AtomRecord row) {
    out.put("name", row.name().template());
    if (!row.name().key().isEmpty()) {
      out.put("key", row.name().key());
    }
    out.put("kind", row.kind().name().toLowerCase(Locale.ROOT));
    out.put("state", row.state().name());
    out.put("intention", row.intention().name());
    Execution execution = row.execution();
    put(out, "version", execution.version());
    out.put("attempts", execution.attempts());
    put(out, "idempotencyKey", execution.idempotencyKey());
    put(out, "began", text(execution.times().began()));
    put(out, "changed", text(execution.times().changed()));
    Output output = execution.output();
    if (output != null) {
      JsonNode tree = put(out, "output", output.value());
      if (tree == null || !List.copyOf(output.slots()).equals(FlowDocumentReading.slots(tree))) {
        texts(out, "slots", output.slots());
      }
    }
    put(out, "failure", execution.failure());
    put(out, "revertOutput", row.reversal().output());
    put(out, "revertFailure", row.reversal().failure());
    put(out, "history", row.history());
    put(out, "meta", row.meta());
  }

  private static void write(ObjectNode out, JournalEntry entry) {
    out.put("revision", entry.revision());
    out.put("at", entry.made().at().toString());
    out.put("actor", entry.made().actor());
    out.put("run", entry.made().run().text());
    if (entry.isUndo()) {
      out.put("undoes", entry.made().undoes());
    }
    write(out.putObject("from"), entry.from());
    write(out.putObject("to"), entry.to());
    texts(out, "steps", entry.steps());
    put(out, "moves", entry.moves());
    put(out, "before", entry.before());
  }

  private static void write(ObjectNode out, ShapeRef shape) {
    out.put("fingerprint", shape.fingerprint().hex());
    out.put("digest", shape.digest());
    texts(out, "stamp", shape.stamp().heads());
  }

  private static void put(ObjectNode out, String name, @Nullable String text) {
    if (text != null) {
      out.put(name, text);
    }
  }

  private static void put(ObjectNode out, String name, @Nullable Failure failure) {
    if (failure != null) {
      out.set(name, RecordJson.write(failure));
    }
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static void texts(ObjectNode out, String name, Collection<String> texts) {
    texts.forEach(out.putArray(name)::add);
  }

  /** The value as it stands there; null if it stands there in bytes, or there is none. */
  private static @Nullable JsonNode put(ObjectNode out, String name, @Nullable Payload payload) {
    JsonNode tree = payload == null ? null : faithful(payload);
    if (tree != null) {
      out.set(name, tree);
    } else if (payload != null) {
      out.set(name + STORED, RecordJson.write(payload));
    }
    return tree;
  }

  private static @Nullable JsonNode faithful(Payload payload) {
    if (!payload.codec().equals(Payload.JSON)) {
      return null;
    }
    try {
      JsonNode tree = payload.tree();
      return Json.isPlain(tree) && Payload.of(tree).equals(payload) ? tree : null;
    } catch (PayloadException e) {
      return null; // it is carried as it is, like everything that nobody can read
    }
  }

  /**
   * Halves of surrogate pairs, which failures may have, as escapes: UTF-8 has no bytes for them.
   */
  private static String escaped(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            point -> {
              if (Character.getType(point) == Character.SURROGATE) {
                out.append("\\u").append(Integer.toHexString(point));
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.toString();
  }
}

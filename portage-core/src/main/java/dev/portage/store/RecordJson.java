package dev.portage.store;

import dev.portage.model.Failure;
import dev.portage.shape.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stored flow as JSON: the pre-image in the journal. Payloads are kept byte for byte, as text
 * where they are text.
 */
public final class RecordJson {
  static final String FORMAT = "portage-record/1";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RecordJson() {}

  /** The whole record. */
  public static ObjectNode write(FlowRecord stored) {
    FlowHeader header = stored.header();
    ObjectNode out = NODES.objectNode();
    out.put("format", FORMAT);
    out.put("id", header.id().text());
    out.put("flow", header.flow());
    out.put("variant", header.key().variant());
    out.put("state", header.state().name());
    out.put("revision", header.revision());
    out.put("fingerprint", header.shape().fingerprint().hex());
    out.put("shape", header.shape().digest());
    ArrayNode stamp = out.putArray("stamp");
    header.shape().stamp().heads().forEach(stamp::add);
    out.set("inputs", write(header.inputs()));
    out.set("meta", write(header.meta()));
    write(out, header.times());
    ArrayNode rows = out.putArray("atoms");
    stored.touched().values().forEach(row -> rows.add(write(row)));
    return out;
  }

  /**
   * Reads what {@link #write(FlowRecord)} wrote; the lease, which is not in it, is nobody's.
   *
   * @param shape the one that the record names by its digest
   * @throws PayloadException if it is something else
   */
  public static FlowRecord read(JsonNode tree, Shape shape) {
    return RecordReading.record(tree, shape);
  }

  private static ObjectNode write(AtomRecord row) {
    ObjectNode out = NODES.objectNode();
    out.put("template", row.name().template());
    out.put("key", row.name().key());
    out.put("kind", row.kind().name());
    out.put("state", row.state().name());
    out.put("intention", row.intention().name());
    Execution execution = row.execution();
    out.put("version", execution.version());
    Output output = execution.output();
    if (output != null) {
      ArrayNode slots = out.putArray("slots");
      output.slots().forEach(slots::add);
      out.set("output", write(output.value()));
    }
    put(out, "failure", execution.failure());
    out.put("attempts", execution.attempts());
    out.put("idempotencyKey", execution.idempotencyKey());
    write(out, execution.times());
    put(out, "revertOutput", row.reversal().output());
    put(out, "revertFailure", row.reversal().failure());
    put(out, "history", row.history());
    put(out, "meta", row.meta());
    return out;
  }

  private static void write(ObjectNode out, Times times) {
    out.put("began", text(times.began()));
    out.put("changed", text(times.changed()));
  }

  /** In the form in which databases have it, who put this JSON together too. */
  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : FixedTime.format(instant);
  }

  private static void put(ObjectNode out, String name, @Nullable Payload payload) {
    if (payload != null) {
      out.set(name, write(payload));
    }
  }

  private static void put(ObjectNode out, String name, @Nullable Failure failure) {
    if (failure != null) {
      out.set(name, write(failure));
    }
  }

  /** A payload: its codec, and its bytes as text, or in base 64 if they are not UTF-8. */
  public static ObjectNode write(Payload payload) {
    ObjectNode out = NODES.objectNode();
    out.put("codec", payload.codec());
    try {
      out.put(
          "text",
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload.bytes())).toString());
    } catch (CharacterCodingException e) {
      out.put("base64", Base64.getEncoder().encodeToString(payload.bytes()));
    }
    return out;
  }

  /**
   * Reads what {@link #write(Payload)} wrote.
   *
   * @throws PayloadException if it is something else
   */
  public static Payload payload(JsonNode tree) {
    try {
      return RecordReading.payload(tree);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new PayloadException("a stored value cannot be read", e);
    }
  }

  /** A failure with its causes. */
  public static ObjectNode write(Failure failure) {
    ObjectNode out = NODES.objectNode();
    out.put("type", failure.type());
    out.put("message", failure.message());
    out.put("stack", failure.stack());
    Instant at = failure.at();
    out.put("at", at == null ? null : at.toString());
    ArrayNode causes = out.putArray("causes");
    failure.causes().forEach(cause -> causes.add(write(cause)));
    return out;
  }

  /**
   * Reads what {@link #write(Failure)} wrote.
   *
   * @throws PayloadException if it is something else
   */
  public static Failure failure(JsonNode tree) {
    try {
      List<Failure> causes = new ArrayList<>();
      tree.required("causes").forEach(cause -> causes.add(failure(cause)));
      JsonNode at = tree.required("at");
      return new Failure(
          tree.required("type").stringValue(),
          tree.required("message").stringValue(),
          tree.required("stack").stringValue(),
          causes,
          at.isNull() ? null : Instant.parse(at.stringValue()));
    } catch (JacksonException | DateTimeParseException e) {
      throw new PayloadException("a stored failure cannot be read", e);
    }
  }
}

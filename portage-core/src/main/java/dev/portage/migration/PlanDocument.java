package dev.portage.migration;

import dev.portage.shape.Fingerprint;
import dev.portage.store.FlowQuery;
import dev.portage.store.Json;
import dev.portage.store.SelectionJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a migration would do, as a JSON document that can be kept, reviewed and carried out later:
 * the moves of each stored shape, how many flows are where, what was found, and a digest over all
 * of it. Immutable; two documents are equal if their contents are.
 */
public final class PlanDocument {
  /** The name and version of the format. */
  public static final String SCHEMA = "portage/plan/1";

  static final String SCHEMA_FIELD = "schema";
  static final String STORE = "store";
  static final String SELECTION = "selection";
  static final String PLANS = "plans";
  static final String DIGEST = "digest";
  static final String TYPE = "type";
  static final String VARIANT = "variant";
  static final String FROM = "from";
  static final String FROM_DIGEST = "fromDigest";
  static final String STAMP = "stamp";
  static final String TO = "to";
  static final String TO_DIGEST = "toDigest";
  static final String FLOWS = "flows";
  static final String VERDICT = "verdict";
  static final String MOVES = "moves";
  static final String LEFT = "left";

  private final ObjectNode json;

  private PlanDocument(ObjectNode json) {
    this.json = json;
  }

  /**
   * What is told beside the forecasts.
   *
   * @param store a description of the store
   * @param query which flows are meant
   * @param exit what the command says to the shell; 0 where there is none
   * @param unreadable flows that no plan is made for: a list of objects with {@code flow} and
   *     {@code why}
   */
  public record Head(String store, FlowQuery query, int exit, ArrayNode unreadable) {}

  /** The document of these forecasts; shapes without unfinished flows are left out. */
  public static PlanDocument of(Head head, List<Forecast> forecasts) {
    List<Forecast> open = forecasts.stream().filter(f -> f.line().unfinished() > 0).toList();
    ObjectNode root = Json.mapper().createObjectNode();
    root.put(SCHEMA_FIELD, SCHEMA).put(STORE, head.store());
    SelectionJson.write(head.query(), root.putObject(SELECTION));
    root.put("exit", head.exit());
    root.put("migratable", open.stream().mapToLong(Forecast::migratable).sum());
    root.put("blocked", open.stream().mapToLong(Forecast::blocked).sum());
    ArrayNode plans = root.putArray(PLANS);
    open.forEach(forecast -> new PlanJson(plans.addObject()).write(forecast));
    root.set("unreadable", head.unreadable());
    root.put(DIGEST, digest(root));
    return new PlanDocument((ObjectNode) Json.mapper().readTree(Json.write(root)));
  }

  /** Operations in order, as they stand in a document. */
  public static void operations(ArrayNode list, List<Operation> operations) {
    PlanJson.operations(list, operations);
  }

  /**
   * Reads a document.
   *
   * @throws StalePlanException if it is none, has a field that is not known, or is not what was
   *     written
   */
  public static PlanDocument parse(String text) {
    JsonNode tree;
    try {
      tree = Json.mapper().readTree(text);
    } catch (JacksonException e) {
      throw new StalePlanException(
          "the saved plan is not JSON"
              + (e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr())
              + "\n  next: make a new plan");
    }
    String schema = tree.path(SCHEMA_FIELD).asString("");
    if (!schema.equals(SCHEMA)) {
      throw new StalePlanException(
          "this is no saved plan: its schema is '"
              + schema
              + "', expected '"
              + SCHEMA
              + "'\n  next: make a new plan with portage plan --out FILE");
    }
    List<String> wrong = PlanFields.objections(tree);
    if (!wrong.isEmpty()) {
      throw new StalePlanException(
          "the saved plan has fields that it cannot have\n  "
              + String.join("\n  ", wrong)
              + "\n  next: make a new plan with this version of portage");
    }
    if (!digest((ObjectNode) tree).equals(tree.path(DIGEST).asString())) {
      throw new StalePlanException(
          "the saved plan was changed after it was written: its digest is not that of its content"
              + "\n  next: make a new plan; what it does is changed in code or steps, not here");
    }
    return new PlanDocument((ObjectNode) tree);
  }

  private static String digest(ObjectNode root) {
    ObjectNode content = root.deepCopy();
    content.remove(DIGEST);
    StringBuilder text = new StringBuilder();
    canonical(content, text);
    return "sha256:" + Fingerprint.digest(text.toString());
  }

  /** Without blanks, and with keys in order. */
  private static void canonical(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      text.append('{');
      sorted.forEach(
          (key, value) -> {
            text.append(Json.tree(key)).append(':');
            canonical(value, text);
            text.append(',');
          });
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      node.forEach(
          item -> {
            canonical(item, text);
            text.append(',');
          });
      text.append(']');
    } else {
      text.append(node);
    }
  }

  /** The document, a copy. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  /** The document as text, for a file. */
  public String text() {
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }

  /**
   * Which flows it is about.
   *
   * @throws StalePlanException if it names a state, an id or a time that is none
   */
  public FlowQuery query() {
    try {
      return SelectionJson.read(json.path(SELECTION));
    } catch (IllegalArgumentException e) {
      throw new StalePlanException(
          "the saved plan is for flows that this version of portage cannot select: "
              + e.getMessage()
              + "\n  next: make a new plan");
    }
  }

  /** Whether it says that flows of this shape are to be migrated. */
  public boolean covers(Forecast forecast) {
    ObjectNode line = Json.mapper().createObjectNode();
    new PlanJson(line).write(forecast);
    JsonNode planned = lines().get(key(line));
    return planned != null && !planned.path(MOVES).isEmpty();
  }

  /**
   * Sees that nothing has changed that this plan was made of. Flows may have come, gone or moved
   * within the shapes that it knows, and shapes may have come that need nothing.
   *
   * @param now the plan for the same flows, made at this moment
   * @throws StalePlanException with everything that is otherwise now
   */
  public void requireStill(PlanDocument now) {
    List<String> changed = new ArrayList<>();
    if (!json.path(STORE).equals(now.json.path(STORE))) {
      changed.add(
          "it is for "
              + json.path(STORE).asString()
              + ", not for "
              + now.json.path(STORE).asString());
    }
    Map<List<Object>, JsonNode> then = lines();
    Map<List<Object>, JsonNode> found = now.lines();
    List<String> fresh = new ArrayList<>();
    found.forEach(
        (key, line) -> {
          JsonNode planned = then.get(key);
          if (planned != null) {
            changed.addAll(new PlanChange(planned, line).sentences());
          } else if (!isLeftAlone(line)) {
            fresh.add(PlanChange.name(line) + ", " + flows(line));
          }
        });
    if (!fresh.isEmpty()) {
      changed.add(
          "it is for "
              + then.size()
              + (then.size() == 1 ? " shape" : " shapes")
              + ", the store now has "
              + fresh.size()
              + " more: "
              + fresh.stream().collect(Collectors.joining("; ")));
    }
    if (!changed.isEmpty()) {
      throw new StalePlanException(
          "the saved plan is no longer what a migration would do\n  "
              + String.join("\n  ", changed)
              + "\n  next: make a new plan and look at it");
    }
  }

  /** Whether nothing is done to flows of this shape, whatever the plan says. */
  private static boolean isLeftAlone(JsonNode line) {
    String verdict = line.path(VERDICT).asString();
    return verdict.equals(Verdict.CURRENT.toString()) || verdict.equals(Verdict.NEWER.toString());
  }

  private static String flows(JsonNode line) {
    long flows = line.path(FLOWS).asLong();
    return flows == 1 ? "1 flow" : flows + " flows";
  }

  private Map<List<Object>, JsonNode> lines() {
    Map<List<Object>, JsonNode> lines = new LinkedHashMap<>();
    json.path(PLANS).forEach(line -> lines.put(key(line), line));
    return lines;
  }

  private static List<Object> key(JsonNode line) {
    return List.of(line.path(TYPE), line.path(VARIANT), line.path(FROM_DIGEST), line.path(STAMP));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlanDocument document && document.json.equals(json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** Schema and digest. */
  @Override
  public String toString() {
    return SCHEMA + " " + json.path(DIGEST).asString();
  }
}

package dev.portage.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Which fields a plan document has: these, all of them, and no others. */
final class PlanFields {
  private static final Kind TEXT = (node, path, wrong) -> is(node.isString(), path, "text", wrong);
  private static final Kind TEXT_OR_NULL =
      (node, path, wrong) -> is(node.isString() || node.isNull(), path, "text or null", wrong);
  private static final Kind COUNT =
      (node, path, wrong) -> is(node.isIntegralNumber(), path, "a whole number", wrong);
  private static final Kind TEXTS = list(TEXT);
  private static final Kind TEXT_BY_KEY = PlanFields::byKey;

  private static final Kind OPERATIONS = list(object(Map.of("operation", TEXT, "text", TEXT)));
  private static final Kind MOVE =
      object(
          Map.of(
              "by", TEXT,
              "because", TEXT,
              "digest", TEXT,
              "allowed", TEXT_BY_KEY,
              "before", TEXT,
              "after", TEXT,
              "operations", OPERATIONS));
  private static final Kind STATE =
      object(
          Map.of(
              PlanDocument.FLOWS,
              COUNT,
              PlanDocument.VERDICT,
              TEXT,
              "state",
              TEXT,
              "atoms",
              TEXT_BY_KEY,
              "samples",
              TEXTS,
              "findings",
              TEXTS));
  private static final Kind FINDING =
      object(
          Map.of(
              "code",
              TEXT,
              "severity",
              TEXT,
              "atom",
              TEXT,
              "sentence",
              TEXT,
              "by",
              TEXT,
              "advice",
              TEXT,
              PlanDocument.FLOWS,
              COUNT,
              "remedies",
              TEXTS,
              "samples",
              TEXTS));
  private static final Kind PLAN =
      object(
          Map.ofEntries(
              Map.entry(PlanDocument.TYPE, TEXT),
              Map.entry(PlanDocument.VARIANT, TEXT),
              Map.entry(PlanDocument.FROM, TEXT),
              Map.entry(PlanDocument.FROM_DIGEST, TEXT),
              Map.entry(PlanDocument.STAMP, TEXTS),
              Map.entry(PlanDocument.TO, TEXT_OR_NULL),
              Map.entry(PlanDocument.TO_DIGEST, TEXT_OR_NULL),
              Map.entry(PlanDocument.FLOWS, COUNT),
              Map.entry(PlanDocument.VERDICT, TEXT),
              Map.entry("why", TEXT),
              Map.entry(PlanDocument.MOVES, list(MOVE)),
              Map.entry("undo", TEXT),
              Map.entry("oneWay", OPERATIONS),
              Map.entry(PlanDocument.LEFT, TEXTS),
              Map.entry("states", list(STATE)),
              Map.entry("findings", list(FINDING))));
  private static final Kind DOCUMENT =
      object(
          Map.of(
              PlanDocument.SCHEMA_FIELD,
              TEXT,
              PlanDocument.STORE,
              TEXT,
              PlanDocument.SELECTION,
              object(
                  Map.of(
                      PlanDocument.TYPE,
                      TEXT_OR_NULL,
                      "shape",
                      TEXT_OR_NULL,
                      "only",
                      TEXTS,
                      "states",
                      TEXTS,
                      "from",
                      TEXT_OR_NULL,
                      "before",
                      TEXT_OR_NULL,
                      "meta",
                      TEXT_BY_KEY)),
              "exit",
              COUNT,
              "migratable",
              COUNT,
              "blocked",
              COUNT,
              PlanDocument.PLANS,
              list(PLAN),
              "unreadable",
              list(object(Map.of("flow", TEXT, "why", TEXT))),
              PlanDocument.DIGEST,
              TEXT));

  private PlanFields() {}

  /** What a value must be. */
  @FunctionalInterface
  private interface Kind {
    void check(JsonNode node, String path, List<String> wrong);
  }

  /** What is not as it should be, one sentence each. */
  static List<String> objections(JsonNode document) {
    List<String> wrong = new ArrayList<>();
    DOCUMENT.check(document, "the document", wrong);
    return wrong;
  }

  private static void is(boolean right, String path, String expected, List<String> wrong) {
    if (!right) {
      wrong.add(path + " is not " + expected);
    }
  }

  private static Kind list(Kind each) {
    return (node, path, wrong) -> {
      is(node.isArray(), path, "a list", wrong);
      for (int i = 0; i < node.size() && node.isArray(); i++) {
        each.check(node.get(i), path + "[" + i + "]", wrong);
      }
    };
  }

  private static Kind object(Map<String, Kind> fields) {
    return (node, path, wrong) -> {
      is(node.isObject(), path, "an object", wrong);
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        Kind kind = fields.get(field.getKey());
        String at = path + "." + field.getKey();
        if (kind == null) {
          wrong.add(at + " is not a field of a plan");
        } else {
          kind.check(field.getValue(), at, wrong);
        }
      }
      fields.keySet().stream()
          .filter(name -> node.isObject() && !node.has(name))
          .sorted()
          .forEach(name -> wrong.add(path + "." + name + " is missing"));
    };
  }

  private static void byKey(JsonNode node, String path, List<String> wrong) {
    is(node.isObject(), path, "an object", wrong);
    node.properties().forEach(e -> TEXT.check(e.getValue(), path + "." + e.getKey(), wrong));
  }
}

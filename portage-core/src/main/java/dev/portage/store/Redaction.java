package dev.portage.store;

import dev.portage.model.AtomName;
import dev.portage.model.Failure;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes out of a flow what its users gave it, so that it can be kept beside tests: texts and
 * numbers among the values, messages and stacks of failures, and the id. In their place stand
 * others of the same type and look; within a flow equal ones become equal. What is null, missing,
 * true, false or empty stays, and so do keys of objects, names, versions, states and times. The
 * same flow gives the same result, which says nothing to who does not have the flow.
 *
 * <p>Keys of fan-outs stay, since the code makes them of the values: texts that are one of them
 * stay too. What the code itself has written is kept where a flow could not go on without it: notes
 * of the engine, and values of retries that do not come from the flow.
 *
 * <p>For one flow; not thread-safe.
 */
public final class Redaction {
  private final List<KeptPath> kept = new ArrayList<>();
  private final Set<KeptPath> used = new TreeSet<>();

  private Redaction(List<String> paths) {
    paths.forEach(path -> kept.add(KeptPath.of(path)));
  }

  /**
   * A redaction that leaves some values as they are.
   *
   * @param paths such as {@code /inputs/order/currency} or {@code
   *     /atoms/charge/output/payment/network}: what stands there and below it stays. {@code *}
   *     stands for any one name. Also {@code /id}, {@code /meta}, and of an atom {@code output},
   *     {@code failure}, {@code history}, {@code revertOutput}, {@code revertFailure}, {@code meta}
   * @throws IllegalArgumentException if one is no such path
   */
  public static Redaction keeping(List<String> paths) {
    return new Redaction(paths);
  }

  /** The paths that have met nothing yet, as they were given. */
  public List<String> unused() {
    return kept.stream().filter(path -> !used.contains(path)).map(KeptPath::text).toList();
  }

  /**
   * The flow without what its users gave it, and without its journal.
   *
   * @throws PayloadException if a value cannot be read, so that nobody knows what is in it; says
   *     which path to keep
   */
  public FlowDocument apply(FlowDocument document) {
    FlowRecord flow = document.flow();
    Set<String> keys =
        flow.touched().keySet().stream()
            .map(AtomName::key)
            .filter(key -> !key.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    flow.shape().fanOuts().forEach(each -> noted(flow, each, keys));
    Masking masking = new Masking(FlowDocumentText.of(FlowDocument.of(flow)), keys);
    FlowHeader header = flow.header();
    List<String> root = List.of();
    FlowId id = isKept(List.of("id")) ? flow.id() : FlowId.of(masking.text(flow.id().text()));
    FlowHeader redacted =
        new FlowHeader(
            new FlowHeader.Key(id, header.flow(), header.key().variant()),
            payload(header.inputs(), plus(root, "inputs"), masking),
            payload(header.meta(), plus(root, "meta"), masking),
            header.state(),
            header.shape(),
            header.revision(),
            header.lease(),
            header.times());
    List<AtomRecord> rows = new ArrayList<>();
    for (AtomRecord row : flow.touched().values()) {
      rows.add(row(row, strategy(flow, row), new Ids(flow.id().text(), id.text()), masking));
    }
    return FlowDocument.of(FlowRecord.of(redacted, flow.shape(), rows));
  }

  /** What a flow was called and is called now; idempotency keys begin with it. */
  private record Ids(String before, String after) {}

  private static void noted(FlowRecord flow, ShapeAtom fanOut, Set<String> keys) {
    try {
      List<String> noted = FanOutKeys.of(flow.atom(fanOut)).keys();
      keys.addAll(noted == null ? List.of() : noted);
    } catch (PayloadException e) {
      return; // the notes are told to be unreadable where their turn comes
    }
  }

  private static String strategy(FlowRecord flow, AtomRecord row) {
    return flow.shape().inOrder().stream()
        .filter(atom -> atom.name().equals(row.name().template()))
        .map(atom -> atom.traits().strategy())
        .findFirst()
        .orElse("");
  }

  private AtomRecord row(AtomRecord row, String strategy, Ids ids, Masking masking) {
    List<String> path = List.of("atoms", row.name().template());
    boolean isOfCode = strategy.startsWith("times ") || strategy.startsWith("for-each ");
    Execution old = row.execution();
    Output output = old.output();
    if (output != null && !isOfCode) {
      output = Output.of(output.slots(), payload(output.value(), plus(path, "output"), masking));
    }
    String key = old.idempotencyKey();
    Execution execution =
        new Execution(
            old.version(),
            output,
            failure(old.failure(), plus(path, "failure"), masking),
            old.attempts(),
            key == null ? null : key(key, ids, masking),
            old.times());
    Payload reverted = row.reversal().output();
    Reversal reversal =
        new Reversal(
            reverted == null ? null : payload(reverted, plus(path, "revertOutput"), masking),
            failure(row.reversal().failure(), plus(path, "revertFailure"), masking));
    return new AtomRecord(
        row.name(),
        row.kind(),
        row.state(),
        row.intention(),
        execution,
        reversal,
        history(row.history(), plus(path, "history"), isOfCode, masking),
        meta(row.meta(), plus(path, "meta"), masking));
  }

  private static String key(String key, Ids ids, Masking masking) {
    return key.startsWith(ids.before())
        ? ids.after() + key.substring(ids.before().length())
        : masking.text(key);
  }

  private @Nullable Failure failure(@Nullable Failure was, List<String> path, Masking masking) {
    return was == null || isKept(path) ? was : masking.failure(was);
  }

  /** Failures stand in a history as they do elsewhere, values beside them. */
  private @Nullable Payload history(
      @Nullable Payload was, List<String> path, boolean isOfCode, Masking masking) {
    if (was == null || isKept(path) || !(read(was, path) instanceof ArrayNode attempts)) {
      return was;
    }
    for (JsonNode each : attempts) {
      if (each instanceof ObjectNode attempt) {
        if (!isOfCode && attempt.has("value")) {
          attempt.set("value", tree(attempt.get("value"), plus(path, "value"), masking));
        }
        if (attempt.get("failures") instanceof ObjectNode failures) {
          for (String atom : List.copyOf(failures.propertyNames())) {
            failures.set(atom, failure(failures.get(atom), plus(path, atom), masking));
          }
        }
      }
    }
    return Payload.of(attempts);
  }

  private JsonNode failure(JsonNode was, List<String> path, Masking masking) {
    try {
      return RecordJson.write(masking.failure(RecordJson.failure(was)));
    } catch (PayloadException e) {
      return tree(was, path, masking); // written by others
    }
  }

  /** The engine's own notes stay: keys of fan-outs, attempts, what is to be compensated. */
  private @Nullable Payload meta(@Nullable Payload was, List<String> path, Masking masking) {
    if (was == null || isKept(path) || !(read(was, path) instanceof ObjectNode notes)) {
      return was;
    }
    for (String name : List.copyOf(notes.propertyNames())) {
      if (!Set.of("keys", "attempts", "compensates").contains(name)) {
        notes.set(name, tree(notes.get(name), plus(path, name), masking));
      }
    }
    return Payload.of(notes);
  }

  private Payload payload(Payload was, List<String> path, Masking masking) {
    return isKept(path) ? was : Payload.of(tree(read(was, path), path, masking));
  }

  private static JsonNode read(Payload payload, List<String> path) {
    try {
      return payload.tree();
    } catch (PayloadException e) {
      String text = KeptPath.text(path);
      throw new PayloadException(
          "the value "
              + text
              + " cannot be read, so nobody knows what is in it: "
              + e.getMessage()
              + "\n  next: keep it as it is, with --keep "
              + text,
          e);
    }
  }

  private JsonNode tree(JsonNode was, List<String> path, Masking masking) {
    if (isKept(path)) {
      return was;
    }
    if (was instanceof ObjectNode object) {
      ObjectNode masked = Json.mapper().createObjectNode();
      object
          .properties()
          .forEach(
              e -> masked.set(e.getKey(), tree(e.getValue(), plus(path, e.getKey()), masking)));
      return masked;
    }
    if (was instanceof ArrayNode array) {
      ArrayNode masked = Json.mapper().createArrayNode();
      for (int i = 0; i < array.size(); i++) {
        masked.add(tree(array.get(i), plus(path, Integer.toString(i)), masking));
      }
      return masked;
    }
    return masking.leaf(was);
  }

  private boolean isKept(List<String> path) {
    boolean isKept = false;
    for (KeptPath each : kept) {
      if (each.covers(path)) {
        used.add(each);
        isKept = true;
      }
    }
    return isKept;
  }

  private static List<String> plus(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}

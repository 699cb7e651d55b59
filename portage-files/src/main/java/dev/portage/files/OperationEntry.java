package dev.portage.files;

import dev.portage.files.Node.Entry;
import dev.portage.files.Node.Keyed;
import dev.portage.migration.InDoubt;
import dev.portage.migration.OnDone;
import dev.portage.migration.OutputMap;
import dev.portage.migration.Part;
import dev.portage.migration.StepBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One operation of a step, as it is written in a file: an object with one key, its name. */
final class OperationEntry {
  private static final String IN_DOUBT = "inDoubt";
  private static final Map<String, Reader> READERS =
      new TreeMap<>(
          Map.of(
              "rename", OperationEntry::rename,
              "version", OperationEntry::version,
              "drop", OperationEntry::drop,
              "split", OperationEntry::split,
              "reset", OperationEntry::reset));
  private static final List<String> NAMES = List.copyOf(READERS.keySet());

  private final Node body;
  private final Mistakes mistakes;

  private OperationEntry(Node body, Mistakes mistakes) {
    this.body = body;
    this.mistakes = mistakes;
  }

  /** Reads the body of one kind of operation. */
  @FunctionalInterface
  private interface Reader {
    Consumer<StepBuilder> read(OperationEntry entry);
  }

  /** What it writes into the step; nothing if it cannot be read. */
  static Consumer<StepBuilder> of(Node node, Mistakes mistakes) {
    if (!(node instanceof Keyed keyed) || keyed.entries().size() != 1) {
      mistakes.add(
          node.place(),
          "expected one operation, found "
              + (node instanceof Keyed keyed ? keyed.entries().size() + " keys" : node.kind()),
          "write  - rename: {from: a, to: b}; operations: " + String.join(", ", NAMES));
      return step -> {};
    }
    Entry entry = keyed.entries().get(0);
    Reader reader = READERS.get(entry.key());
    if (reader == null) {
      mistakes.add(
          entry.place(),
          "unknown operation '" + entry.key() + "'",
          Words.instead(entry.key(), NAMES));
      return step -> {};
    }
    return reader.read(new OperationEntry(entry.value(), mistakes));
  }

  private Fields fields(String... known) {
    return Fields.of(body, List.of(known), mistakes);
  }

  private Consumer<StepBuilder> rename() {
    Fields fields = fields("from", "to");
    String from = fields.text("from");
    String to = fields.text("to");
    return step -> step.rename(from, to);
  }

  private Consumer<StepBuilder> version() {
    Fields fields = fields("task", "from", "to", "map", IN_DOUBT);
    String task = fields.text("task");
    String from = fields.text("from");
    String to = fields.text("to");
    OutputMap map = map(fields, "map");
    InDoubt inDoubt = inDoubt(fields);
    return step -> {
      step.inDoubt(inDoubt);
      if (map == null) {
        step.version(task, from, to);
      } else {
        step.version(task, from, to, map);
      }
    };
  }

  private Consumer<StepBuilder> drop() {
    Fields fields = fields("task", "onDone", IN_DOUBT);
    String task = fields.text("task");
    OnDone onDone = fields.constant("onDone", OnDone.class, OnDone.AUTO);
    InDoubt inDoubt = inDoubt(fields);
    return step -> step.inDoubt(inDoubt).drop(task, onDone);
  }

  private Consumer<StepBuilder> reset() {
    Fields fields = fields("task", IN_DOUBT);
    String task = fields.text("task");
    InDoubt inDoubt = inDoubt(fields);
    return step -> step.inDoubt(inDoubt).reset(task);
  }

  private Consumer<StepBuilder> split() {
    Fields fields = fields("task", "into", IN_DOUBT);
    String task = fields.text("task");
    InDoubt inDoubt = inDoubt(fields);
    List<Part> parts = new ArrayList<>();
    for (Node part : fields.nodes("into")) {
      parts.add(part(part));
    }
    return step -> step.inDoubt(inDoubt).split(task, parts.toArray(Part[]::new));
  }

  private Part part(Node node) {
    Fields fields =
        Fields.of(node, List.of("task", "version", "take", "map", "inherits"), mistakes);
    Part part = Part.of(fields.text("task"), fields.text("version"));
    if (fields.has("take") && fields.has("map")) {
      mistakes.add(
          fields.place("map"), "a part has both 'take' and 'map'", "let the map take the slots");
    }
    if (fields.has("take")) {
      part = part.taking(fields.texts("take").toArray(String[]::new));
    }
    Expression map = expression(fields, "map");
    if (map != null) {
      part = part.output((old, slots) -> slots.setAll(map.apply(old)));
    }
    return fields.flag("inherits") ? part.inherits() : part;
  }

  /** The map under that key; null if there is none, or it cannot be read. */
  private @Nullable OutputMap map(Fields fields, String key) {
    Expression expression = expression(fields, key);
    if (expression == null) {
      return null;
    }
    return expression.isIdentity() ? OutputMap.SAME : expression::change;
  }

  private @Nullable Expression expression(Fields fields, String key) {
    Node node = fields.node(key);
    return node == null ? null : Expression.of(fields.text(node), node.place(), mistakes);
  }

  private InDoubt inDoubt(Fields fields) {
    Node node = fields.node(IN_DOUBT);
    if (node instanceof Keyed) {
      Fields done = Fields.of(node, List.of("asDone"), mistakes);
      Node output = done.node("asDone");
      return output == null ? InDoubt.BLOCK : InDoubt.asDone(new Trees(mistakes).slots(output));
    }
    return switch (fields.constant(IN_DOUBT, Doubt.class, Doubt.BLOCK)) {
      case BLOCK -> InDoubt.BLOCK;
      case AS_PENDING -> InDoubt.AS_PENDING;
      case AS_FAILED -> InDoubt.AS_FAILED;
    };
  }

  /** The choices that are one word. */
  private enum Doubt {
    BLOCK,
    AS_PENDING,
    AS_FAILED
  }
}

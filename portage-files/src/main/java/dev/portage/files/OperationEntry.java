package dev.portage.files;

import dev.portage.files.Node.Entry;
import dev.portage.files.Node.Keyed;
import dev.portage.migration.InDoubt;
import dev.portage.migration.OnDone;
import dev.portage.migration.OutputMap;
import dev.portage.migration.Part;
import dev.portage.migration.StepBuilder;
import dev.portage.migration.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One operation of a step, as it is written in a file: an object with one key, its name. */
final class OperationEntry {
  private static final String IN_DOUBT = Choices.IN_DOUBT;
  private static final String OPTIONAL = "optional";
  private static final Map<String, Reader> READERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("rename", OperationEntry::rename),
              Map.entry("renameSlot", OperationEntry::renameSlot),
              Map.entry("renameInput", OperationEntry::renameInput),
              Map.entry("supply", OperationEntry::supply),
              Map.entry("supplyFrom", OperationEntry::supplyFrom),
              Map.entry("setMeta", OperationEntry::setMeta),
              Map.entry("version", OperationEntry::version),
              Map.entry("drop", OperationEntry::drop),
              Map.entry("dropCompensating", OperationEntry::dropCompensating),
              Map.entry("split", OperationEntry::split),
              Map.entry("merge", OperationEntry::merge),
              Map.entry("reset", OperationEntry::reset)));
  private static final List<String> NAMES = List.copyOf(READERS.keySet());

  private final Node body;
  private final Mistakes mistakes;
  private @Nullable Fields common;

  private OperationEntry(Node body, Mistakes mistakes) {
    this.body = body;
    this.mistakes = mistakes;
  }

  /** What operations are called in files. */
  static List<String> names() {
    return NAMES;
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
    OperationEntry operation = new OperationEntry(entry.value(), mistakes);
    return operation.finished(reader.read(operation));
  }

  /** The fields of the body; one more every operation may have. */
  private Fields fields(String... known) {
    List<String> all = new ArrayList<>(List.of(known));
    all.add(OPTIONAL);
    common = Fields.of(body, all, mistakes);
    return common;
  }

  /** With what every operation may say. */
  private Consumer<StepBuilder> finished(Consumer<StepBuilder> operation) {
    Fields fields = Objects.requireNonNull(common);
    InDoubt inDoubt = Choices.inDoubt(fields);
    boolean isOptional = fields.flag(OPTIONAL);
    return step -> {
      operation.accept(step.inDoubt(inDoubt));
      if (isOptional) {
        step.optional();
      }
    };
  }

  private Consumer<StepBuilder> rename() {
    Fields fields = fields("from", "to");
    String from = fields.text("from");
    String to = fields.text("to");
    return step -> step.rename(from, to);
  }

  private Consumer<StepBuilder> renameSlot() {
    Fields fields = fields("task", "from", "to");
    String task = fields.text("task");
    String from = fields.text("from");
    String to = fields.text("to");
    return step -> step.renameSlot(task, from, to);
  }

  private Consumer<StepBuilder> renameInput() {
    Fields fields = fields("from", "to");
    String from = fields.text("from");
    String to = fields.text("to");
    return step -> step.renameInput(from, to);
  }

  private Consumer<StepBuilder> supply() {
    Fields fields = fields("slot", "value");
    String slot = fields.text("slot");
    JsonNode value = value(fields);
    return step -> step.supply(slot, value);
  }

  private Consumer<StepBuilder> supplyFrom() {
    Fields fields = fields("task", "slot", IN_DOUBT);
    String task = fields.text("task");
    String slot = fields.text("slot");
    return step -> step.supplyFrom(task, slot);
  }

  private Consumer<StepBuilder> setMeta() {
    Fields fields = fields("name", "value", "map");
    if (fields.has("map")) {
      if (fields.has("name") || fields.has("value")) {
        mistakes.add(fields.place("map"), "there is a map and a value", "keep one of them");
      }
      Expression map = Expression.in(fields, "map");
      return map == null ? step -> {} : step -> step.setMeta(map);
    }
    String name = fields.text("name");
    JsonNode value = value(fields);
    return step -> step.setMeta(name, value);
  }

  private JsonNode value(Fields fields) {
    Node value = fields.node("value");
    if (value == null) {
      mistakes.add(fields.place(), "'value' is missing", "add  value: ...; null is a value too");
      return JsonNodeFactory.instance.nullNode();
    }
    return new Trees(mistakes).value(value);
  }

  private Consumer<StepBuilder> version() {
    Fields fields = fields("task", "from", "to", "map", "back", IN_DOUBT);
    String task = fields.text("task");
    String from = fields.text("from");
    String to = fields.text("to");
    OutputMap map = map(fields, "map");
    OutputMap back = map(fields, "back");
    if (back != null && !fields.has("map")) {
      mistakes.add(fields.place("back"), "there is 'back' and no 'map'", "add  map: ...");
    }
    return step -> {
      if (map == null) {
        step.version(task, from, to);
      } else if (back == null) {
        step.version(task, from, to, map);
      } else {
        step.version(task, from, to, map, back);
      }
    };
  }

  private Consumer<StepBuilder> drop() {
    Fields fields = fields("task", "onDone", IN_DOUBT);
    String task = fields.text("task");
    OnDone onDone = fields.constant("onDone", OnDone.class, OnDone.AUTO);
    return step -> step.drop(task, onDone);
  }

  private Consumer<StepBuilder> dropCompensating() {
    Fields fields = fields("task", "by", IN_DOUBT);
    String task = fields.text("task");
    String by = fields.text("by");
    return step -> step.dropCompensating(task, by);
  }

  private Consumer<StepBuilder> reset() {
    String task = fields("task", IN_DOUBT).text("task");
    return step -> step.reset(task);
  }

  private Consumer<StepBuilder> split() {
    Fields fields = fields("task", "into", IN_DOUBT);
    String task = fields.text("task");
    List<Part> parts = new ArrayList<>();
    for (Node part : fields.nodes("into")) {
      parts.add(part(part));
    }
    return step -> step.split(task, parts.toArray(Part[]::new));
  }

  private Consumer<StepBuilder> merge() {
    Fields fields = fields("tasks", "into", "version", "map", "inherits", "whenMixed", IN_DOUBT);
    List<String> tasks = fields.texts("tasks");
    Whole whole =
        Whole.of(fields.text("into"), fields.text("version")).whenMixed(Choices.whenMixed(fields));
    Expression map = Expression.in(fields, "map");
    if (map != null) {
      whole = whole.output(map);
    }
    if (fields.has("inherits")) {
      whole = whole.inherits(fields.text("inherits"));
    }
    Whole merged = whole;
    return step -> step.merge(tasks, merged);
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
    Expression map = Expression.in(fields, "map");
    if (map != null) {
      part = part.output(map);
    }
    return fields.flag("inherits") ? part.inherits() : part;
  }

  /** The map under that key; null if there is none, or it cannot be read. */
  private @Nullable OutputMap map(Fields fields, String key) {
    Expression expression = Expression.in(fields, key);
    if (expression == null) {
      return null;
    }
    return expression.isIdentity() ? OutputMap.SAME : expression;
  }
}

package dev.portage.store;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.DefinitionException;
import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Problem;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.DocumentFields.MistakeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;

/** Reads flow documents, and collects the mistakes of all of them. For one file. */
final class FlowDocumentReading {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  FlowDocumentReading(String file) {
    this.file = file;
  }

  List<FlowDocument> read(byte[] json) {
    List<FlowDocument> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> trees =
        Json.mapper().readerFor(JsonNode.class).readValues(json)) {
      while (trees.hasNextValue()) {
        String name = "document " + (documents.size() + problems.size() + 1);
        FlowDocument read = attempt(() -> document(trees.nextValue(), name));
        if (read != null) {
          documents.add(read);
        }
      }
    } catch (JacksonException e) {
      // not the parser's own message, which quotes values
      String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr();
      problems.add(
          new Problem(line, "it is not JSON from here on", "give what portage export has written"));
    }
    if (problems.isEmpty() && documents.isEmpty()) {
      problems.add(new Problem("it", "is empty", "give what portage export has written"));
    }
    if (!problems.isEmpty()) {
      throw new DefinitionException(file, problems);
    }
    return documents;
  }

  private <T> @Nullable T attempt(Supplier<T> part) {
    try {
      return part.get();
    } catch (MistakeException e) {
      problems.add(e.problem());
      return null;
    }
  }

  private @Nullable FlowDocument document(JsonNode tree, String name) {
    DocumentFields fields = DocumentFields.of(tree, name);
    String schema = attempt(() -> fields.text("schema"));
    if (!FlowDocument.SCHEMA.equals(schema)) {
      throw new MistakeException(
          name + "/schema",
          "is '" + schema + "', expected '" + FlowDocument.SCHEMA + "'",
          "give what portage export has written");
    }
    FlowHeader.Key key = attempt(() -> key(fields));
    FlowState state = attempt(() -> fields.word("state", FlowState.class));
    Shape shape = attempt(() -> shape(fields));
    Stamp stamp = attempt(() -> Stamp.of(fields.texts("stamp")));
    Payload inputs = attempt(() -> fields.payload("inputs"));
    Payload meta = attempt(() -> fields.payload("meta"));
    List<AtomRecord> rows = shape == null ? List.of() : rows(fields, shape);
    FlowId id = key == null ? FlowId.of("-") : key.id();
    List<JournalEntry> journal = journal(fields, id);
    fields.end();
    if (key == null || state == null || shape == null || stamp == null) {
      return null;
    }
    if (inputs == null || meta == null) {
      return null;
    }
    ShapeRef ref = ShapeRef.of(shape, stamp);
    FlowHeader header = new FlowHeader(key, inputs, meta, state, ref, 1, Lease.NONE, Times.UNKNOWN);
    return new FlowDocument(FlowRecord.of(header, shape, rows), journal);
  }

  private static FlowHeader.Key key(DocumentFields fields) {
    String id = fields.text("id");
    try {
      return new FlowHeader.Key(FlowId.of(id), fields.text("flow"), fields.text("variant"));
    } catch (IllegalArgumentException e) {
      throw new MistakeException(
          fields.path() + "/id", String.valueOf(e.getMessage()), "choose another id");
    }
  }

  private static Shape shape(DocumentFields fields) {
    String path = fields.path() + "/shape";
    Shape shape;
    try {
      shape = Shape.parse(String.join("\n", fields.texts("shape")) + "\n");
    } catch (FlowException e) {
      throw new MistakeException(
          path, String.valueOf(e.getMessage()), "give the lines that portage export writes");
    }
    String fingerprint = fields.text("fingerprint");
    if (!shape.fingerprint().hex().equals(fingerprint)) {
      throw new MistakeException(
          path,
          "has the fingerprint " + shape.fingerprint().hex() + ", the document says " + fingerprint,
          "put back what was changed, or write that fingerprint");
    }
    return shape;
  }

  private List<AtomRecord> rows(DocumentFields fields, Shape shape) {
    List<AtomRecord> rows = new ArrayList<>();
    Set<AtomName> names = new HashSet<>();
    List<JsonNode> nodes = attempt(() -> fields.list("atoms"));
    for (JsonNode node : nodes == null ? List.<JsonNode>of() : nodes) {
      String path = fields.path() + "/atoms/" + node.path("name").asString("?");
      AtomRecord row = attempt(() -> row(DocumentFields.of(node, path), shape));
      if (row != null && !names.add(row.name())) {
        problems.add(new Problem(path, "is there twice", "leave one of the two out"));
      } else if (row != null) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static AtomRecord row(DocumentFields fields, Shape shape) {
    String key = fields.textOrNull("key");
    AtomName name = new AtomName(fields.text("name"), key == null ? "" : key);
    AtomKind kind = fields.word("kind", AtomKind.class);
    ShapeAtom atom =
        shape.inOrder().stream()
            .filter(each -> each.name().equals(name.template()))
            .findFirst()
            .orElse(null);
    if (atom == null || atom.kind() != kind || (!name.key().isEmpty() && !atom.isFanOut())) {
      throw new MistakeException(
          fields.path(),
          "is a " + kind + (name.key().isEmpty() ? "" : " with a key") + " that the shape has not",
          "take it out, or mend the shape");
    }
    AtomRecord row =
        new AtomRecord(
            name,
            kind,
            fields.word("state", AtomState.class),
            fields.word("intention", Intention.class),
            execution(fields),
            new Reversal(fields.payloadOrNull("revertOutput"), fields.failure("revertFailure")),
            fields.payloadOrNull("history"),
            fields.payloadOrNull("meta"));
    fields.end();
    return row;
  }

  private static Execution execution(DocumentFields fields) {
    long attempts = fields.number("attempts");
    if (attempts < 0 || attempts > Integer.MAX_VALUE) {
      throw new MistakeException(
          fields.path() + "/attempts", "is " + attempts, "no task is tried so often");
    }
    return new Execution(
        fields.textOrNull("version"),
        output(fields),
        fields.failure("failure"),
        (int) attempts,
        fields.textOrNull("idempotencyKey"),
        new Times(fields.instant("began"), fields.instant("changed")));
  }

  private static @Nullable Output output(DocumentFields fields) {
    boolean isTold = fields.has("slots");
    JsonNode tree = fields.take("output");
    Payload value = fields.payloadOrNull("output");
    if (value == null) {
      return null;
    }
    return Output.of(isTold || tree == null ? fields.texts("slots") : slots(tree), value);
  }

  /** The slots of an output that says them itself: sorted names of members. */
  static List<String> slots(JsonNode output) {
    return List.copyOf(ShapeAtom.slotSet(List.copyOf(output.propertyNames())));
  }

  private List<JournalEntry> journal(DocumentFields fields, FlowId flow) {
    List<JournalEntry> entries = new ArrayList<>();
    List<JsonNode> nodes = attempt(() -> fields.list("journal"));
    for (JsonNode node : nodes == null ? List.<JsonNode>of() : nodes) {
      String path = fields.path() + "/journal/" + entries.size();
      JournalEntry entry = attempt(() -> entry(DocumentFields.of(node, path), flow));
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static JournalEntry entry(DocumentFields fields, FlowId flow) {
    JournalEntry.Made made =
        new JournalEntry.Made(
            Objects.requireNonNullElse(fields.instant("at"), Instant.EPOCH),
            fields.text("actor"),
            run(fields),
            fields.has("undoes") ? fields.number("undoes") : 0);
    JournalEntry entry =
        new JournalEntry(
            flow,
            fields.number("revision"),
            made,
            ref(DocumentFields.of(fields.get("from"), fields.path() + "/from")),
            ref(DocumentFields.of(fields.get("to"), fields.path() + "/to")),
            fields.texts("steps"),
            fields.payload("moves"),
            fields.payload("before"));
    fields.end();
    return entry;
  }

  private static RunId run(DocumentFields fields) {
    try {
      return new RunId(fields.text("run"));
    } catch (IllegalArgumentException e) {
      throw new MistakeException(
          fields.path() + "/run", String.valueOf(e.getMessage()), "take the entry out");
    }
  }

  private static ShapeRef ref(DocumentFields fields) {
    ShapeRef ref =
        new ShapeRef(
            new Fingerprint(fields.text("fingerprint")),
            fields.text("digest"),
            Stamp.of(fields.texts("stamp")));
    fields.end();
    return ref;
  }
}

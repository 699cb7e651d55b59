package dev.portage.taskflow;

import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowId;
import dev.portage.store.JournalEntry;
import dev.portage.store.Json;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import dev.portage.store.RecordJson;
import dev.portage.store.RunId;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * What was migrated, in tables of Portage's own: a line for each exchange of a flow, with the very
 * rows that it had, and the shapes that lines name. There are none until somebody asks for them.
 */
final class Journal {
  static final String LINES = "portage_taskflow_journal";
  static final String SHAPES = "portage_taskflow_shape";
  private static final String COLUMNS =
      "flow, revision, run, actor, made_at, undoes, from_fingerprint, from_digest, from_stamp,"
          + " to_fingerprint, to_digest, to_stamp, steps, moves";

  private final Database database;
  private volatile boolean wasThere;

  /**
   * What the last line of a flow says.
   *
   * @param revision that it made
   * @param stamp the steps that the flow has been through
   * @param content of the rows that it left; see {@link Content}
   */
  record Past(long revision, Stamp stamp, String content) {}

  Journal(Database database) {
    this.database = database;
  }

  /** Whether its tables are there. */
  boolean isThere(Handle handle) {
    if (!wasThere) {
      wasThere = database.hasJournal(handle);
    }
    return wasThere;
  }

  private String table(String name) {
    return database.journalPrefix() + name;
  }

  /** Makes its tables, where they are not there. */
  void create(Handle handle) {
    String text = " " + database.sql().longText() + " NOT NULL";
    handle.execute(
        "CREATE TABLE IF NOT EXISTS "
            + table(LINES)
            + " (flow VARCHAR(64) NOT NULL, revision BIGINT NOT NULL, run VARCHAR(64) NOT NULL,"
            + " actor"
            + text
            + ", made_at VARCHAR(40) NOT NULL, undoes BIGINT NOT NULL,"
            + " from_fingerprint VARCHAR(64) NOT NULL, from_digest VARCHAR(64) NOT NULL, from_stamp"
            + text
            + ", to_fingerprint VARCHAR(64) NOT NULL, to_digest VARCHAR(64) NOT NULL, to_stamp"
            + text
            + ", steps"
            + text
            + ", moves"
            + text
            + ", before_record"
            + text
            + ", before_rows"
            + text
            + ", content VARCHAR(64) NOT NULL, PRIMARY KEY (flow, revision))");
    handle.execute(
        "CREATE TABLE IF NOT EXISTS "
            + table(SHAPES)
            + " (digest VARCHAR(64) NOT NULL PRIMARY KEY, shape"
            + text
            + ")");
  }

  @Nullable Past last(Handle handle, String flow) {
    if (!isThere(handle)) {
      return null;
    }
    return handle
        .createQuery(
            "SELECT revision, to_stamp, content FROM "
                + table(LINES)
                + " WHERE flow = :flow ORDER BY revision DESC LIMIT 1")
        .bind("flow", flow)
        .map(
            (RowView row) ->
                new Past(
                    row.getColumn("revision", Long.class),
                    Stamp.of(texts(text(row, "to_stamp"))),
                    text(row, "content")))
        .findOne()
        .orElse(null);
  }

  /** The lines of one flow, oldest first. */
  List<JournalEntry> of(Handle handle, FlowId flow) {
    if (!isThere(handle)) {
      return List.of();
    }
    return query(handle, ", before_record", " WHERE flow = :flow ORDER BY revision")
        .bind("flow", flow.text())
        .map((RowView row) -> entry(row, text(row, "before_record")))
        .list();
  }

  /** Every line, or those of a run, without what was before. */
  List<JournalEntry> all(Handle handle, @Nullable RunId run) {
    if (!isThere(handle)) {
      return List.of();
    }
    Query query = query(handle, "", run == null ? "" : " WHERE run = :run");
    if (run != null) {
      query.bind("run", run.text());
    }
    return query.map((RowView row) -> entry(row, null)).list();
  }

  private Query query(Handle handle, String more, String where) {
    return handle.createQuery("SELECT " + COLUMNS + more + " FROM " + table(LINES) + where);
  }

  /** The flows that a run has a line of, sorted. */
  List<FlowId> flowsOf(Handle handle, RunId run) {
    if (!isThere(handle)) {
      return List.of();
    }
    return handle
        .createQuery("SELECT DISTINCT flow FROM " + table(LINES) + " WHERE run = :run")
        .bind("run", run.text())
        .mapTo(String.class)
        .stream()
        .map(FlowId::of)
        .sorted()
        .toList();
  }

  /** The rows that a flow had before a line; empty if there is no such line. */
  Optional<RowImage> before(Handle handle, FlowId flow, long revision) {
    return handle
        .createQuery(
            "SELECT before_rows FROM " + table(LINES) + " WHERE flow = :flow AND revision = :r")
        .bind("flow", flow.text())
        .bind("r", revision)
        .mapTo(String.class)
        .findOne()
        .map(text -> RowImage.parse(flow.text(), text));
  }

  /** Writes a line. */
  void append(Handle handle, JournalEntry entry, RowImage rows, String content) {
    handle
        .createUpdate(
            "INSERT INTO "
                + table(LINES)
                + " ("
                + COLUMNS
                + ", before_record, before_rows, content) VALUES (:flow, :revision, :run, :actor,"
                + " :at, :undoes, :from, :from_digest, :from_stamp, :to, :to_digest, :to_stamp,"
                + " :steps, :moves, :before, :rows, :content)")
        .bind("flow", entry.flow().text())
        .bind("revision", entry.revision())
        .bind("run", entry.made().run().text())
        .bind("actor", entry.made().actor())
        .bind("at", entry.made().at().toString())
        .bind("undoes", entry.made().undoes())
        .bind("from", entry.from().fingerprint().hex())
        .bind("from_digest", entry.from().digest())
        .bind("from_stamp", json(entry.from().stamp().heads()))
        .bind("to", entry.to().fingerprint().hex())
        .bind("to_digest", entry.to().digest())
        .bind("to_stamp", json(entry.to().stamp().heads()))
        .bind("steps", json(entry.steps()))
        .bind("moves", payload(entry.moves()))
        .bind("before", payload(entry.before()))
        .bind("rows", rows.text())
        .bind("content", content)
        .execute();
  }

  /** Keeps a shape, if it is not kept yet. */
  void keep(Handle handle, Shape shape) {
    if (shape(handle, shape.digest()).isEmpty()) {
      handle.execute(
          "INSERT INTO " + table(SHAPES) + " (digest, shape) VALUES (?, ?)",
          shape.digest(),
          shape.text());
    }
  }

  Optional<Shape> shape(Handle handle, String digest) {
    if (!isThere(handle)) {
      return Optional.empty();
    }
    return handle
        .createQuery("SELECT shape FROM " + table(SHAPES) + " WHERE digest = :digest")
        .bind("digest", digest)
        .mapTo(String.class)
        .findOne()
        .map(Shape::parse);
  }

  private static JournalEntry entry(RowView row, @Nullable String before) {
    String flow = text(row, "flow");
    try {
      return new JournalEntry(
          FlowId.of(flow),
          row.getColumn("revision", Long.class),
          new JournalEntry.Made(
              Instant.parse(text(row, "made_at")),
              text(row, "actor"),
              new RunId(text(row, "run")),
              row.getColumn("undoes", Long.class)),
          shape(row, "from"),
          shape(row, "to"),
          texts(text(row, "steps")),
          payload(text(row, "moves")),
          before == null ? Payload.EMPTY : payload(before));
    } catch (PayloadException | IllegalArgumentException | DateTimeParseException e) {
      throw new CorruptRecordException(flow, "the journal", String.valueOf(e.getMessage()), e);
    }
  }

  private static ShapeRef shape(RowView row, String side) {
    return new ShapeRef(
        new Fingerprint(text(row, side + "_fingerprint")),
        text(row, side + "_digest"),
        Stamp.of(texts(text(row, side + "_stamp"))));
  }

  private static String text(RowView row, String column) {
    return String.valueOf(row.getColumn(column, String.class));
  }

  private static String json(Collection<String> texts) {
    ArrayNode array = Json.mapper().createArrayNode();
    texts.forEach(array::add);
    return text(array);
  }

  private static String text(JsonNode tree) {
    return new String(Json.write(tree), StandardCharsets.UTF_8);
  }

  private static List<String> texts(String json) {
    List<String> texts = new ArrayList<>();
    tree(json).forEach(each -> texts.add(each.asString("")));
    return texts;
  }

  private static String payload(Payload payload) {
    return text(RecordJson.write(payload));
  }

  private static Payload payload(String json) {
    return RecordJson.payload(tree(json));
  }

  private static JsonNode tree(String json) {
    return new Payload(Payload.JSON, json.getBytes(StandardCharsets.UTF_8)).tree();
  }
}

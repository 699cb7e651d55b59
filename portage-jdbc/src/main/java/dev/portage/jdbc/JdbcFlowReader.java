package dev.portage.jdbc;

import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.Expiry;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.JournalBatch;
import dev.portage.store.JournalEntry;
import dev.portage.store.LineageEdge;
import dev.portage.store.Prunable;
import dev.portage.store.Refusal;
import dev.portage.store.RunId;
import dev.portage.store.RunNote;
import dev.portage.store.SituationCount;
import dev.portage.store.StoreOptions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads the tables, each method in a transaction of its own. Thread-safe. */
class JdbcFlowReader implements FlowReader {
  private static final String HEADER = "SELECT * FROM portage_flow WHERE id = :id";
  private static final String ROWS = "SELECT * FROM portage_atom WHERE flow_id = :id";
  private static final String CENSUS =
      """
      SELECT flow, variant, fingerprint, digest, stamp,
        SUM(CASE WHEN %1$s THEN 1 ELSE 0 END) AS unfinished,
        SUM(CASE WHEN %1$s THEN 0 ELSE 1 END) AS finished,
        COALESCE(MIN(CASE WHEN %1$s THEN id END), MIN(id)) AS sample
      FROM portage_flow f WHERE f.state IN (%2$s) AND %3$s
      GROUP BY flow, variant, fingerprint, digest, stamp
      """;
  private static final String JOURNAL =
      "SELECT * FROM portage_journal WHERE flow_id = :id ORDER BY revision";
  private static final String FLOWS_OF_RUN =
      "SELECT DISTINCT flow_id FROM portage_journal WHERE run = :run ORDER BY flow_id";

  private final Reads database;
  private final StoredValues values;
  private final FlowPages pages;
  private final ShapeRows shapes = new ShapeRows();

  JdbcFlowReader(Reads database, StoreOptions options) {
    this.database = database;
    this.values = new StoredValues(options);
    this.pages = new FlowPages(database.dialect(), values);
  }

  @Override
  public Optional<FlowRecord> load(FlowId id) {
    return database.read(handle -> load(handle, id));
  }

  @Override
  public Map<FlowId, FlowRecord> loadSmall(List<FlowId> ids) {
    return database.read(
        handle -> new SmallFlows(database.dialect(), values, shapes).of(handle, ids));
  }

  private Optional<FlowRecord> load(Handle handle, FlowId id) {
    return handle
        .createQuery(HEADER)
        .bind("id", id.text())
        .map((cursor, context) -> HeaderColumns.read(cursor, values))
        .findOne()
        .map(header -> FlowRecord.of(header, shapes.of(handle, header), rows(handle, id)));
  }

  private List<AtomRecord> rows(Handle handle, FlowId id) {
    return handle
        .createQuery(ROWS)
        .bind("id", id.text())
        .map((cursor, context) -> AtomColumns.read(cursor, id, values))
        .list();
  }

  @Override
  public List<FlowHeader> find(FlowQuery query) {
    return database.read(handle -> pages.find(handle, query));
  }

  @Override
  public List<CorruptRecordException> unreadable(FlowQuery.Scope scope) {
    return database.read(
        handle ->
            new Suspects(database.dialect(), shapes, values, id -> load(handle, id).orElse(null))
                .check(handle, scope));
  }

  @Override
  public List<CensusLine> census(FlowQuery query) {
    return database.read(
        handle -> pages.inSql(handle, query).map(some -> census(handle, some)).orElse(List.of()));
  }

  private List<CensusLine> census(Handle handle, FlowQuery query) {
    FlowConditions conditions = FlowConditions.of(query, database.dialect());
    String sql =
        CENSUS.formatted(database.dialect().unfinished(), KnownNames.FLOW_STATES, conditions.sql());
    try (Query select = handle.createQuery(sql)) {
      conditions.bind(select);
      return select.map((cursor, context) -> line(cursor)).stream()
          .flatMap(Optional::stream)
          .sorted()
          .toList();
    }
  }

  private static Optional<CensusLine> line(ResultSet cursor) throws SQLException {
    try {
      return Optional.of(HeaderColumns.line(cursor));
    } catch (CorruptRecordException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<SituationCount> situations(CensusLine line, FlowQuery query) {
    FlowQuery unfinished = query.in(FlowQuery.Scope.UNFINISHED);
    return database.read(
        handle ->
            pages
                .inSql(handle, unfinished)
                .map(some -> SituationRows.read(handle, database.dialect(), line, some))
                .orElse(List.of()));
  }

  @Override
  public List<Shape> shapes(String fingerprintPrefix) {
    return database.read(handle -> shapes.byPrefix(handle, fingerprintPrefix));
  }

  @Override
  public Optional<Shape> shape(String digest) {
    return database.read(handle -> shapes.find(handle, digest));
  }

  @Override
  public List<JournalEntry> journal(FlowId id) {
    return database.read(
        handle ->
            handle
                .createQuery(JOURNAL)
                .bind("id", id.text())
                .map((cursor, context) -> JournalColumns.read(cursor, id, values))
                .list());
  }

  @Override
  public List<FlowId> flowsOf(RunId run) {
    return database.read(
        handle ->
            handle.createQuery(FLOWS_OF_RUN).bind("run", run.text()).mapTo(String.class).stream()
                .flatMap(JdbcFlowReader::readable)
                .toList());
  }

  /** No flow has an id that is none, whatever somebody has written into a row of the journal. */
  private static Stream<FlowId> readable(String id) {
    try {
      return Stream.of(FlowId.of(id));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  @Override
  public SortedMap<String, SortedSet<String>> stepDigests(String flow) {
    return database.read(handle -> StepRows.of(handle, flow));
  }

  @Override
  public List<Refusal> refusals(FlowQuery query) {
    return database.read(
        handle ->
            pages
                .inSql(handle, query)
                .map(some -> RefusalRows.page(handle, some, database.dialect()))
                .orElse(List.of()));
  }

  @Override
  public List<JournalBatch> batches(@Nullable RunId run) {
    return database.read(handle -> BatchRows.of(handle, database.dialect(), run));
  }

  @Override
  public long undone(RunId run) {
    return database.read(handle -> BatchRows.undone(handle, run));
  }

  @Override
  public Optional<RunNote> run(RunId run) {
    return database.read(handle -> RunRows.find(handle, run));
  }

  @Override
  public List<RunNote> runs(int most) {
    return database.read(handle -> RunRows.last(handle, most));
  }

  @Override
  public List<LineageEdge> lineage(String flow) {
    return database.read(handle -> LineageRows.of(handle, flow));
  }

  @Override
  public List<LineageEdge> lineage(String flow, Fingerprint from) {
    return database.read(handle -> LineageRows.of(handle, flow, from));
  }

  @Override
  public List<Prunable> prunable(Expiry expiry) {
    return database.read(handle -> ExpiredRows.count(handle, database.dialect(), expiry));
  }

  @Override
  public String description() {
    return database.trouble().place();
  }

  @Override
  public void close() {
    database.close();
  }
}

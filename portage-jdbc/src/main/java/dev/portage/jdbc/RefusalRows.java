package dev.portage.jdbc;

import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The table of refusals. Every method works in the caller's transaction. */
final class RefusalRows {
  private static final String ONE = "SELECT * FROM portage_refusal WHERE flow_id = :id";
  private static final String PAGE =
      "SELECT r.* FROM portage_refusal r JOIN portage_flow f ON f.id = r.flow_id"
          + " WHERE %s AND %s ORDER BY f.id LIMIT %d";
  private static final String STANDS =
      """
      SELECT revision FROM portage_flow
      WHERE id = :id AND revision = :revision AND (owner IS NULL OR owner = :actor
        OR lease_until IS NULL OR lease_until <= :at)
      """;

  /** Takes the notes of flows away, where there are any. */
  static final Bulk CLEAR = Bulk.delete("portage_refusal", List.of(Column.text("flow_id")));

  private static final String DELETE = "DELETE FROM portage_refusal WHERE flow_id = :id";
  private static final String INSERT =
      """
      INSERT INTO portage_refusal (flow_id, revision, refused_at, actor, build, sentence, codes)
      VALUES (:flow_id, :revision, :refused_at, :actor, :build, :sentence, :codes)
      """;

  private RefusalRows() {}

  /** See {@link dev.portage.store.FlowStore#note(Refusal)}. */
  static boolean note(Handle handle, Refusal refusal) {
    String id = refusal.flow().text();
    boolean isThere =
        handle
            .createQuery(STANDS)
            .bind("id", id)
            .bind("revision", refusal.revision())
            .bind("actor", StoredText.name(refusal.actor()))
            .bind("at", StoredText.time(refusal.at()))
            .mapTo(Long.class)
            .findOne()
            .isPresent();
    Refusal noted = find(handle, id);
    if (!isThere || (noted != null && noted.saysTheSameAs(refusal))) {
      return false;
    }
    clear(handle, refusal.flow());
    handle
        .createUpdate(INSERT)
        .bind("flow_id", id)
        .bind("revision", refusal.revision())
        .bind("refused_at", StoredText.time(refusal.at()))
        .bind("actor", StoredText.name(refusal.actor()))
        .bind("build", refusal.build())
        .bind("sentence", StoredText.name(refusal.sentence()))
        .bind("codes", StoredText.names(refusal.codes()))
        .execute();
    return true;
  }

  private static @Nullable Refusal find(Handle handle, String id) {
    return handle.createQuery(ONE).bind("id", id).map((cursor, context) -> read(cursor)).stream()
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  /** Takes the note of a flow away, if there is one. */
  static void clear(Handle handle, FlowId id) {
    handle.createUpdate(DELETE).bind("id", id.text()).execute();
  }

  /** See {@link dev.portage.store.FlowReader#refusals}. */
  static List<Refusal> page(Handle handle, FlowQuery query, Dialect dialect) {
    FlowConditions conditions = FlowConditions.of(query, dialect);
    FlowId after = query.page().after();
    String sql =
        PAGE.formatted(conditions.sql(), FlowConditions.after(after == null), query.page().limit());
    try (Query select = handle.createQuery(sql)) {
      conditions.bind(select);
      return select
          .bind("after", after == null ? null : after.text())
          .map((cursor, context) -> read(cursor))
          .stream()
          .flatMap(Optional::stream)
          .toList();
    }
  }

  /** Empty for a note that cannot be read: it is less than the flow that it stands beside. */
  private static Optional<Refusal> read(ResultSet cursor) throws SQLException {
    try {
      return Optional.of(readable(cursor));
    } catch (CorruptRecordException e) {
      return Optional.empty();
    }
  }

  private static Refusal readable(ResultSet cursor) throws SQLException {
    StoredRow row = new StoredRow(cursor, String.valueOf(cursor.getString("flow_id")), "refusal, ");
    return new Refusal(
        row.parsed("flow_id", FlowId::of),
        row.number("revision"),
        row.parsed("refused_at", StoredText::time),
        row.text("actor"),
        row.text("build"),
        row.text("sentence"),
        row.parsed("codes", StoredText::names));
  }
}

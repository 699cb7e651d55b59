package dev.portage.jdbc;

import dev.portage.shape.Fingerprint;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.JournalBatch;
import dev.portage.store.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Journals counted by the database, without reading what they keep. */
final class BatchRows {
  private static final String COUNT =
      "SELECT run, MIN(actor) AS actor, MIN(steps) AS steps, from_fingerprint, to_fingerprint,"
          + " COUNT(*) AS entries, MIN(made_at) AS first_at, MAX(made_at) AS last_at,"
          + " MIN(flow_id) AS sample FROM portage_journal WHERE %s"
          + " GROUP BY run, %s, %s, from_fingerprint, to_fingerprint";

  private static final String UNDONE =
      "SELECT COUNT(*) FROM portage_journal u JOIN portage_journal j"
          + " ON j.flow_id = u.flow_id AND j.revision = u.undoes"
          + " WHERE u.undoes > 0 AND j.run = :run";

  private BatchRows() {}

  /** See {@link dev.portage.store.FlowReader#batches}. */
  static List<JournalBatch> of(Handle handle, Dialect dialect, @Nullable RunId run) {
    String sql =
        COUNT.formatted(
            run == null ? "1 = 1" : "run = :run",
            dialect.groupable("actor"),
            dialect.groupable("steps"));
    List<JournalBatch> found =
        handle
            .createQuery(sql)
            .bind("run", run == null ? null : run.text())
            .map((cursor, context) -> readable(cursor))
            .stream()
            .flatMap(Optional::stream)
            .toList();
    return JournalBatch.together(found);
  }

  /** See {@link dev.portage.store.FlowReader#undone}. */
  static long undone(Handle handle, RunId run) {
    return handle.createQuery(UNDONE).bind("run", run.text()).mapTo(Long.class).one();
  }

  /** Empty for what somebody has written there by hand. */
  private static Optional<JournalBatch> readable(ResultSet cursor) throws SQLException {
    try {
      StoredRow row =
          new StoredRow(cursor, String.valueOf(cursor.getString("sample")), "journal, ");
      return Optional.of(
          new JournalBatch(
              new JournalBatch.Kind(
                  row.parsed("run", RunId::new),
                  row.text("actor"),
                  row.parsed("steps", StoredText::names),
                  new Fingerprint(row.text("from_fingerprint")),
                  new Fingerprint(row.text("to_fingerprint"))),
              row.number("entries"),
              row.parsed("first_at", StoredText::time),
              row.parsed("last_at", StoredText::time)));
    } catch (CorruptRecordException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

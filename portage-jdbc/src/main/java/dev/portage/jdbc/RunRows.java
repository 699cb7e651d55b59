package dev.portage.jdbc;

import dev.portage.store.CorruptRecordException;
import dev.portage.store.RunId;
import dev.portage.store.RunNote;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of runs. Every method works in the caller's transaction. */
final class RunRows {
  private static final String ONE = "SELECT * FROM portage_run WHERE run = :run";
  private static final String LAST =
      "SELECT * FROM portage_run ORDER BY began DESC, run DESC LIMIT :most";

  private static final Bulk REPLACE =
      Bulk.replace(
          "portage_run",
          List.of(
              Column.text("run"),
              Column.text("actor"),
              Column.text("began"),
              Column.text("ended"),
              Column.bytes("report"),
              Column.text("report_codec")),
          List.of(Column.text("run")));

  private RunRows() {}

  /** See {@link dev.portage.store.FlowStore#note(RunNote)}. */
  static RunNote note(Handle handle, BulkRows rows, RunNote run) {
    @Nullable Object[] row = {
      run.run().text(),
      StoredText.name(run.actor()),
      StoredText.time(run.began()),
      StoredText.time(run.ended()),
      run.report().bytes(),
      StoredText.name(run.report().codec())
    };
    rows.execute(handle, REPLACE, List.<@Nullable Object[]>of(row));
    return run;
  }

  /** See {@link dev.portage.store.FlowReader#run}. */
  static Optional<RunNote> find(Handle handle, RunId run) {
    return handle
        .createQuery(ONE)
        .bind("run", run.text())
        .map((cursor, context) -> readable(cursor))
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** See {@link dev.portage.store.FlowReader#runs}. */
  static List<RunNote> last(Handle handle, int most) {
    return handle
        .createQuery(LAST)
        .bind("most", most)
        .map((cursor, context) -> readable(cursor))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Empty for a note that cannot be read: the journals say what was done. */
  private static Optional<RunNote> readable(ResultSet cursor) throws SQLException {
    try {
      String run = String.valueOf(cursor.getString("run"));
      StoredRow row = new StoredRow(cursor, StoredValues.NONE.of(run), "run, ");
      return Optional.of(
          new RunNote(
              row.parsed("run", RunId::new),
              row.text("actor"),
              row.parsed("began", StoredText::time),
              row.parsedOrNull("ended", StoredText::time),
              row.payload("report")));
    } catch (CorruptRecordException e) {
      return Optional.empty();
    }
  }
}

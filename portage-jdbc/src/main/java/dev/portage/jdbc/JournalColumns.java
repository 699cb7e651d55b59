package dev.portage.jdbc;

import dev.portage.store.FlowId;
import dev.portage.store.JournalEntry;
import dev.portage.store.RunId;
import dev.portage.store.ShapeRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table of the journal, column by column. */
final class JournalColumns {
  static final String INSERT =
      """
      INSERT INTO portage_journal (flow_id, revision, made_at, actor, run, undoes, from_fingerprint,
        from_digest, from_stamp, to_fingerprint, to_digest, to_stamp, steps, moves, moves_codec,
        pre_image, pre_image_codec)
      VALUES (:flow_id, :revision, :made_at, :actor, :run, :undoes, :from_fingerprint,
        :from_digest, :from_stamp, :to_fingerprint, :to_digest, :to_stamp, :steps, :moves,
        :moves_codec, :pre_image, :pre_image_codec)
      """;

  private JournalColumns() {}

  static void bind(SqlStatement<?> statement, JournalEntry entry) {
    statement
        .bind("flow_id", entry.flow().text())
        .bind("revision", entry.revision())
        .bind("made_at", StoredText.time(entry.made().at()))
        .bind("actor", StoredText.name(entry.made().actor()))
        .bind("run", entry.made().run().text())
        .bind("undoes", entry.made().undoes())
        .bind("steps", StoredText.names(entry.steps()))
        .bind("moves", entry.moves().bytes())
        .bind("moves_codec", StoredText.name(entry.moves().codec()))
        .bind("pre_image", entry.before().bytes())
        .bind("pre_image_codec", StoredText.name(entry.before().codec()));
    bind(statement, "from_", entry.from());
    bind(statement, "to_", entry.to());
  }

  private static void bind(SqlStatement<?> statement, String prefix, ShapeRef shape) {
    statement
        .bind(prefix + "fingerprint", shape.fingerprint().hex())
        .bind(prefix + "digest", shape.digest())
        .bind(prefix + "stamp", StoredText.names(shape.stamp().heads()));
  }

  /** The entry at which the cursor stands. */
  static JournalEntry read(ResultSet cursor, FlowId flow) throws SQLException {
    StoredRow row =
        new StoredRow(
            cursor, flow.text(), "journal of revision " + cursor.getString("revision") + ", ");
    return new JournalEntry(
        flow,
        row.number("revision"),
        made(row),
        HeaderColumns.shape(row, "from_"),
        HeaderColumns.shape(row, "to_"),
        row.parsed("steps", StoredText::names),
        row.payload("moves"),
        row.payload("pre_image"));
  }

  private static JournalEntry.Made made(StoredRow row) throws SQLException {
    return new JournalEntry.Made(
        row.parsed("made_at", StoredText::time),
        row.text("actor"),
        row.parsed("run", RunId::new),
        row.number("undoes"));
  }
}

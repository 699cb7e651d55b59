package dev.portage.jdbc;

import dev.portage.store.FlowId;
import dev.portage.store.JournalEntry;
import dev.portage.store.Payload;
import dev.portage.store.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of the journal, column by column. */
final class JournalColumns {
  static final Bulk INSERT =
      Bulk.insert(
          "portage_journal",
          List.of(
              Column.text("flow_id"),
              Column.number("revision"),
              Column.text("made_at"),
              Column.text("actor"),
              Column.text("run"),
              Column.number("undoes"),
              Column.text("from_fingerprint"),
              Column.text("from_digest"),
              Column.text("from_stamp"),
              Column.text("to_fingerprint"),
              Column.text("to_digest"),
              Column.text("to_stamp"),
              Column.text("steps"),
              Column.bytes("moves"),
              Column.text("moves_codec"),
              Column.bytes("pre_image"),
              Column.text("pre_image_codec")));

  private JournalColumns() {}

  /** The values of an entry for {@link #INSERT}. */
  static @Nullable Object[] values(JournalEntry entry, StoredValues stored) {
    StoredValues.Part values =
        stored.ofJournal(entry.flow().text(), String.valueOf(entry.revision()));
    Payload moves = values.encode("moves", entry.moves());
    Payload before = values.encode("pre_image", entry.before());
    return new @Nullable Object[] {
      entry.flow().text(),
      entry.revision(),
      StoredText.time(entry.made().at()),
      StoredText.name(entry.made().actor()),
      entry.made().run().text(),
      entry.made().undoes(),
      entry.from().fingerprint().hex(),
      entry.from().digest(),
      StoredText.names(entry.from().stamp().heads()),
      entry.to().fingerprint().hex(),
      entry.to().digest(),
      StoredText.names(entry.to().stamp().heads()),
      StoredText.names(entry.steps()),
      moves.bytes(),
      StoredText.name(moves.codec()),
      before.bytes(),
      StoredText.name(before.codec())
    };
  }

  /** The entry at which the cursor stands. */
  static JournalEntry read(ResultSet cursor, FlowId flow, StoredValues values) throws SQLException {
    String revision = String.valueOf(cursor.getString("revision"));
    StoredRow row =
        new StoredRow(
            cursor,
            values.ofJournal(flow.text(), revision),
            "journal of revision " + revision + ", ");
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

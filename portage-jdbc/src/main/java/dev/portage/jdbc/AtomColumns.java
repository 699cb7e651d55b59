package dev.portage.jdbc;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Intention;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowId;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Reversal;
import dev.portage.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of atoms, column by column. */
final class AtomColumns {
  private static final List<Column> KEY =
      List.of(Column.text("flow_id"), Column.text("template"), Column.text("atom_key"));

  private static final List<Column> ALL =
      Stream.concat(
              KEY.stream(),
              Stream.of(
                  Column.text("kind"),
                  Column.text("state"),
                  Column.text("intention"),
                  Column.text("version"),
                  Column.text("output_slots"),
                  Column.count("history_length"),
                  Column.count("attempts"),
                  Column.text("idempotency_key"),
                  Column.text("began"),
                  Column.text("ended"),
                  Column.text("failure"),
                  Column.text("reversal_failure"),
                  Column.bytes("output"),
                  Column.text("output_codec"),
                  Column.bytes("reversal"),
                  Column.text("reversal_codec"),
                  Column.bytes("history"),
                  Column.text("history_codec"),
                  Column.bytes("meta"),
                  Column.text("meta_codec")))
          .toList();

  static final Bulk REPLACE = Bulk.replace("portage_atom", ALL, KEY);
  static final Bulk DELETE = Bulk.delete("portage_atom", KEY);

  private AtomColumns() {}

  /** The values of a row for {@link #REPLACE}. */
  static @Nullable Object[] values(FlowId flow, AtomRecord row, StoredValues stored) {
    StoredValues.Part values = stored.of(flow.text(), row.name());
    Execution execution = row.execution();
    Output output = execution.output();
    Payload value = values.encodeOrNull("output", output == null ? null : output.value());
    Payload reversal = values.encodeOrNull("reversal", row.reversal().output());
    Payload history = values.encodeOrNull("history", row.history());
    Payload meta = values.encodeOrNull("meta", row.meta());
    return new @Nullable Object[] {
      flow.text(),
      StoredText.name(row.name().template()),
      StoredText.name(row.name().key()),
      row.kind().name(),
      row.state().name(),
      row.intention().name(),
      StoredText.nameOrNull(execution.version()),
      output == null ? null : StoredText.names(output.slots()),
      row.historyLength(),
      execution.attempts(),
      StoredText.nameOrNull(execution.idempotencyKey()),
      StoredText.time(execution.times().began()),
      StoredText.time(execution.times().changed()),
      values.failureOrNull("failure", execution.failure()),
      values.failureOrNull("reversal_failure", row.reversal().failure()),
      bytes(value),
      codec(value),
      bytes(reversal),
      codec(reversal),
      bytes(history),
      codec(history),
      bytes(meta),
      codec(meta)
    };
  }

  private static byte @Nullable [] bytes(@Nullable Payload payload) {
    return payload == null ? null : payload.bytes();
  }

  private static @Nullable String codec(@Nullable Payload payload) {
    return payload == null ? null : StoredText.name(payload.codec());
  }

  /** The values of a row for {@link #DELETE}. */
  static @Nullable Object[] key(FlowId flow, AtomName name) {
    return new @Nullable Object[] {
      flow.text(), StoredText.name(name.template()), StoredText.name(name.key())
    };
  }

  /** The row at which the cursor stands. */
  static AtomRecord read(ResultSet cursor, FlowId flow, StoredValues values) throws SQLException {
    AtomName name = new AtomName(cursor.getString("template"), cursor.getString("atom_key"));
    StoredRow row = new StoredRow(cursor, values.of(flow.text(), name), "atom '" + name + "', ");
    return new AtomRecord(
        name,
        row.constant("kind", AtomKind.class),
        row.constant("state", AtomState.class),
        row.constant("intention", Intention.class),
        execution(row),
        new Reversal(row.payloadOrNull("reversal"), row.failureOrNull("reversal_failure")),
        row.payloadOrNull("history"),
        row.payloadOrNull("meta"));
  }

  private static Execution execution(StoredRow row) throws SQLException {
    Payload value = row.payloadOrNull("output");
    return new Execution(
        row.textOrNull("version"),
        value == null ? null : Output.of(row.parsed("output_slots", StoredText::names), value),
        row.failureOrNull("failure"),
        row.count("attempts"),
        row.textOrNull("idempotency_key"),
        new Times(
            row.parsedOrNull("began", StoredText::time),
            row.parsedOrNull("ended", StoredText::time)));
  }
}

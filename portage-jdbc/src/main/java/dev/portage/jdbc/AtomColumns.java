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
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table of atoms, column by column. */
final class AtomColumns {
  /** In the order of the table. */
  static final List<String> NAMES =
      List.of(
          "flow_id",
          "template",
          "atom_key",
          "kind",
          "state",
          "intention",
          "version",
          "output_slots",
          "history_length",
          "attempts",
          "idempotency_key",
          "began",
          "ended",
          "failure",
          "reversal_failure",
          "output",
          "output_codec",
          "reversal",
          "reversal_codec",
          "history",
          "history_codec",
          "meta",
          "meta_codec");

  private AtomColumns() {}

  static void bind(SqlStatement<?> statement, FlowId flow, AtomRecord row) {
    Execution execution = row.execution();
    Output output = execution.output();
    bind(statement, flow, row.name());
    statement
        .bind("kind", row.kind().name())
        .bind("state", row.state().name())
        .bind("intention", row.intention().name())
        .bind("version", StoredText.nameOrNull(execution.version()))
        .bind("output_slots", output == null ? null : StoredText.names(output.slots()))
        .bind("history_length", row.historyLength())
        .bind("attempts", execution.attempts())
        .bind("idempotency_key", StoredText.nameOrNull(execution.idempotencyKey()))
        .bind("began", StoredText.time(execution.times().began()))
        .bind("ended", StoredText.time(execution.times().changed()))
        .bind("failure", StoredText.failure(execution.failure()))
        .bind("reversal_failure", StoredText.failure(row.reversal().failure()));
    bind(statement, "output", output == null ? null : output.value());
    bind(statement, "reversal", row.reversal().output());
    bind(statement, "history", row.history());
    bind(statement, "meta", row.meta());
  }

  static void bind(SqlStatement<?> statement, FlowId flow, AtomName name) {
    statement
        .bind("flow_id", flow.text())
        .bind("template", StoredText.name(name.template()))
        .bind("atom_key", StoredText.name(name.key()));
  }

  private static void bind(SqlStatement<?> statement, String column, @Nullable Payload payload) {
    statement
        .bind(column, payload == null ? null : payload.bytes())
        .bind(column + "_codec", payload == null ? null : StoredText.name(payload.codec()));
  }

  /** The row at which the cursor stands. */
  static AtomRecord read(ResultSet cursor, FlowId flow) throws SQLException {
    AtomName name = new AtomName(cursor.getString("template"), cursor.getString("atom_key"));
    StoredRow row = new StoredRow(cursor, flow.text(), "atom '" + name + "', ");
    return new AtomRecord(
        name,
        row.constant("kind", AtomKind.class),
        row.constant("state", AtomState.class),
        row.constant("intention", Intention.class),
        execution(row),
        new Reversal(
            row.payloadOrNull("reversal"),
            row.parsedOrNull("reversal_failure", StoredText::failure)),
        row.payloadOrNull("history"),
        row.payloadOrNull("meta"));
  }

  private static Execution execution(StoredRow row) throws SQLException {
    Payload value = row.payloadOrNull("output");
    return new Execution(
        row.textOrNull("version"),
        value == null ? null : Output.of(row.parsed("output_slots", StoredText::names), value),
        row.parsedOrNull("failure", StoredText::failure),
        row.count("attempts"),
        row.textOrNull("idempotency_key"),
        new Times(
            row.parsedOrNull("began", StoredText::time),
            row.parsedOrNull("ended", StoredText::time)));
  }
}

package dev.portage.jdbc;

import dev.portage.model.FlowState;
import dev.portage.shape.Fingerprint;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.Lease;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table of flows, column by column. */
final class HeaderColumns {
  static final String INSERT =
      """
      INSERT INTO portage_flow (id, flow, variant, state, fingerprint, digest, stamp, revision,
        owner, lease_until, token, inputs, inputs_codec, meta, meta_codec, began, changed)
      VALUES (:id, :flow, :variant, :state, :fingerprint, :digest, :stamp, :revision,
        :owner, :lease_until, :token, :inputs, :inputs_codec, :meta, :meta_codec, :began, :changed)
      """;

  /** What ordinary progress changes; the values that a flow was submitted with stay unread. */
  static final String PROGRESS =
      """
      UPDATE portage_flow SET state = :state, revision = :revision, owner = :owner,
        lease_until = :lease_until, token = :token, changed = :changed
      WHERE id = :id AND revision = :was_revision AND token = :was_token
      """;

  static final String REWRITE =
      """
      UPDATE portage_flow SET state = :state, revision = :revision, owner = :owner,
        lease_until = :lease_until, token = :token, changed = :changed, digest = :digest,
        fingerprint = :fingerprint, stamp = :stamp, inputs = :inputs, inputs_codec = :inputs_codec,
        meta = :meta, meta_codec = :meta_codec
      WHERE id = :id AND revision = :was_revision AND token = :was_token
      """;

  private HeaderColumns() {}

  /** Binds every column; those that the statement does not name are ignored. */
  static void bind(SqlStatement<?> statement, FlowHeader header) {
    statement
        .bind("id", header.id().text())
        .bind("flow", StoredText.name(header.flow()))
        .bind("variant", StoredText.name(header.key().variant()))
        .bind("state", header.state().name())
        .bind("fingerprint", header.shape().fingerprint().hex())
        .bind("digest", header.shape().digest())
        .bind("stamp", StoredText.names(header.shape().stamp().heads()))
        .bind("revision", header.revision())
        .bind("owner", StoredText.nameOrNull(header.lease().owner()))
        .bind("lease_until", StoredText.time(header.lease().until()))
        .bind("token", header.lease().token())
        .bind("inputs", header.inputs().bytes())
        .bind("inputs_codec", StoredText.name(header.inputs().codec()))
        .bind("meta", header.meta().bytes())
        .bind("meta_codec", StoredText.name(header.meta().codec()))
        .bind("began", StoredText.time(header.times().began()))
        .bind("changed", StoredText.time(header.times().changed()));
  }

  /** The header at which the cursor stands. */
  static FlowHeader read(ResultSet cursor) throws SQLException {
    StoredRow row = new StoredRow(cursor, String.valueOf(cursor.getString("id")), "");
    return new FlowHeader(
        new FlowHeader.Key(row.parsed("id", FlowId::of), row.text("flow"), row.text("variant")),
        row.payload("inputs"),
        row.payload("meta"),
        row.constant("state", FlowState.class),
        shape(row, ""),
        row.number("revision"),
        new Lease(
            row.textOrNull("owner"),
            row.parsedOrNull("lease_until", StoredText::time),
            row.number("token")),
        new Times(
            row.parsedOrNull("began", StoredText::time),
            row.parsedOrNull("changed", StoredText::time)));
  }

  /** A reference to a shape from three columns that begin so. */
  static ShapeRef shape(StoredRow row, String prefix) throws SQLException {
    return new ShapeRef(
        new Fingerprint(row.text(prefix + "fingerprint")),
        row.text(prefix + "digest"),
        Stamp.of(row.parsed(prefix + "stamp", StoredText::names)));
  }

  /** The line of a census at which the cursor stands. */
  static CensusLine line(ResultSet cursor) throws SQLException {
    StoredRow row = new StoredRow(cursor, String.valueOf(cursor.getString("sample")), "");
    return new CensusLine(
        row.text("flow"),
        row.text("variant"),
        shape(row, ""),
        row.number("unfinished"),
        row.number("finished"),
        row.parsed("sample", FlowId::of));
  }
}

package dev.portage.jdbc;

import dev.portage.shape.Fingerprint;
import dev.portage.store.FlowId;
import dev.portage.store.LineageEdge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table of lineages. Every method works in the caller's transaction. */
final class LineageRows {
  private static final String OF_FLOW = "SELECT * FROM portage_lineage WHERE flow = :flow";
  private static final String FROM = OF_FLOW + " AND from_fingerprint = :from";
  private static final String INSERT =
      """
      INSERT INTO portage_lineage (flow, variant, from_fingerprint, to_fingerprint, epoch, sample)
      VALUES (:flow, :variant, :from, :to, :epoch, :sample)
      """;

  private LineageRows() {}

  /** See {@link dev.portage.store.FlowReader#lineage}. */
  static List<LineageEdge> of(Handle handle, String flow) {
    return handle
        .createQuery(OF_FLOW)
        .bind("flow", flow)
        .map((cursor, context) -> read(cursor))
        .list();
  }

  /** Those that lead away from a shape. */
  static List<LineageEdge> of(Handle handle, String flow, Fingerprint from) {
    return handle
        .createQuery(FROM)
        .bind("flow", flow)
        .bind("from", from.hex())
        .map((cursor, context) -> read(cursor))
        .list();
  }

  private static LineageEdge read(ResultSet cursor) throws SQLException {
    StoredRow row =
        new StoredRow(cursor, String.valueOf(cursor.getString("sample")), "lineage of its flow, ");
    return new LineageEdge(
        row.text("flow"),
        row.text("variant"),
        new Fingerprint(row.text("from_fingerprint")),
        new Fingerprint(row.text("to_fingerprint")),
        row.count("epoch"),
        row.parsed("sample", FlowId::of));
  }

  /** See {@link dev.portage.store.FlowStore#note(List)}; the writer is alone meanwhile. */
  static void note(Handle handle, List<LineageEdge> edges) {
    for (LineageEdge edge : edges) {
      if (of(handle, edge.flow(), edge.from()).stream().noneMatch(edge::saysTheSameAs)) {
        handle
            .createUpdate(INSERT)
            .bind("flow", StoredText.name(edge.flow()))
            .bind("variant", StoredText.name(edge.variant()))
            .bind("from", edge.from().hex())
            .bind("to", edge.to().hex())
            .bind("epoch", edge.epoch())
            .bind("sample", edge.sample().text())
            .execute();
      }
    }
  }
}

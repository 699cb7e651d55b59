package dev.portage.jdbc;

import dev.portage.shape.Fingerprint;
import dev.portage.store.FlowId;
import dev.portage.store.LineageEdge;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The table of lineages. Every method works in the caller's transaction. */
final class LineageRows {
  private static final String OF_FLOW = "SELECT * FROM portage_lineage WHERE flow = :flow";
  private static final String FROM = OF_FLOW + " AND from_fingerprint = :from";
  private static final List<Column> KEY =
      List.of(
          Column.text("flow"),
          Column.text("from_fingerprint"),
          Column.text("to_fingerprint"),
          Column.text("variant"),
          Column.count("epoch"));

  private static final Bulk ADD =
      Bulk.add(
          "portage_lineage",
          Stream.concat(KEY.stream(), Stream.of(Column.text("sample"))).toList(),
          KEY);

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

  /** See {@link dev.portage.store.FlowStore#note(List)}. */
  static void note(Handle handle, BulkRows bulk, List<LineageEdge> edges) {
    DistinctRows rows = new DistinctRows();
    for (LineageEdge edge : edges) {
      String from = edge.from().hex();
      String to = edge.to().hex();
      rows.add(
          List.of(edge.flow(), from, to, edge.variant(), String.valueOf(edge.epoch())),
          StoredText.name(edge.flow()),
          from,
          to,
          StoredText.name(edge.variant()),
          edge.epoch(),
          edge.sample().text());
    }
    bulk.execute(handle, ADD, rows.all());
  }
}

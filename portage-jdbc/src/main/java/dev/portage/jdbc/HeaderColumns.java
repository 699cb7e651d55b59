package dev.portage.jdbc;

import dev.portage.model.FlowState;
import dev.portage.shape.Fingerprint;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.Lease;
import dev.portage.store.Payload;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of flows, column by column. */
final class HeaderColumns {
  private static final Column REVISION = Column.number("revision");
  private static final Column TOKEN = Column.number("token");
  private static final String TABLE = "portage_flow";

  /** A flow as it was seen before it is changed. */
  private static final List<Column> SEEN = List.of(Column.text("id"), REVISION, TOKEN);

  private static final List<Column> MOVING =
      List.of(
          Column.text("state"),
          REVISION,
          Column.text("owner"),
          Column.text("lease_until"),
          TOKEN,
          Column.text("changed"));

  private static final List<Column> REWRITTEN =
      with(
          MOVING,
          Column.text("fingerprint"),
          Column.text("digest"),
          Column.text("stamp"),
          Column.bytes("inputs"),
          Column.text("inputs_codec"),
          Column.bytes("meta"),
          Column.text("meta_codec"));

  static final Bulk INSERT =
      Bulk.insert(
          TABLE,
          with(
              REWRITTEN,
              Column.text("id"),
              Column.text("flow"),
              Column.text("variant"),
              Column.text("began")));

  /** What ordinary progress changes; the values that a flow was submitted with stay unread. */
  static final Bulk PROGRESS = Bulk.update(TABLE, MOVING, SEEN);

  static final Bulk REWRITE = Bulk.update(TABLE, REWRITTEN, SEEN);

  private HeaderColumns() {}

  private static List<Column> with(List<Column> first, Column... last) {
    return Stream.concat(first.stream(), Stream.of(last)).toList();
  }

  /** The values of a header for {@link #INSERT}. */
  static @Nullable Object[] inserted(FlowHeader header, WriteRows write, StoredValues values) {
    return concat(
        part(header, write, values),
        header.id().text(),
        StoredText.name(header.flow()),
        StoredText.name(header.key().variant()),
        StoredText.time(header.times().began()));
  }

  /** The values of a header for {@link #PROGRESS}, if it was as in {@code seen} before. */
  static @Nullable Object[] progressed(FlowHeader header, FlowHeader seen) {
    return concat(moving(header), seen(seen));
  }

  /** The values of a header for {@link #REWRITE}, if it was as in {@code seen} before. */
  static @Nullable Object[] rewritten(
      FlowHeader header, FlowHeader seen, WriteRows write, StoredValues values) {
    return concat(part(header, write, values), seen(seen));
  }

  private static @Nullable Object[] seen(FlowHeader seen) {
    return new @Nullable Object[] {seen.id().text(), seen.revision(), seen.lease().token()};
  }

  private static @Nullable Object[] moving(FlowHeader header) {
    return new @Nullable Object[] {
      header.state().name(),
      header.revision(),
      StoredText.nameOrNull(header.lease().owner()),
      StoredText.time(header.lease().until()),
      header.lease().token(),
      StoredText.time(header.times().changed())
    };
  }

  private static @Nullable Object[] part(FlowHeader header, WriteRows write, StoredValues stored) {
    StoredValues.Part values = stored.of(header.id().text());
    Payload inputs = write.inputs();
    inputs = inputs == null ? values.encode("inputs", header.inputs()) : inputs;
    Payload meta = write.meta();
    meta = meta == null ? values.encode("meta", header.meta()) : meta;
    return concat(
        moving(header),
        header.shape().fingerprint().hex(),
        header.shape().digest(),
        StoredText.names(header.shape().stamp().heads()),
        inputs.bytes(),
        StoredText.name(inputs.codec()),
        meta.bytes(),
        StoredText.name(meta.codec()));
  }

  private static @Nullable Object[] concat(@Nullable Object[] first, @Nullable Object... last) {
    @Nullable Object[] all = Arrays.copyOf(first, first.length + last.length);
    System.arraycopy(last, 0, all, first.length, last.length);
    return all;
  }

  /** The header at which the cursor stands. */
  static FlowHeader read(ResultSet cursor, StoredValues values) throws SQLException {
    StoredRow row = new StoredRow(cursor, values.of(String.valueOf(cursor.getString("id"))), "");
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

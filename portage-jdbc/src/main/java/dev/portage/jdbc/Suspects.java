package dev.portage.jdbc;

import dev.portage.model.Names;
import dev.portage.store.AtomRecord;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The search for flows that cannot be read: the database says which may be, values that it cannot
 * look into are read here, then each of those flows is read for the reason.
 */
final class Suspects {
  private final Dialect dialect;
  private final ShapeRows shapes;
  private final StoredValues values;
  private final Function<FlowId, @Nullable FlowRecord> load;

  Suspects(
      Dialect dialect,
      ShapeRows shapes,
      StoredValues values,
      Function<FlowId, @Nullable FlowRecord> load) {
    this.dialect = dialect;
    this.shapes = shapes;
    this.values = values;
    this.load = load;
  }

  /** One for each flow that cannot be read, sorted by id. */
  List<CorruptRecordException> check(Handle handle, FlowQuery.Scope scope) {
    SortedSet<String> ids = new TreeSet<>(Names.BY_UTF8);
    String among = scope == FlowQuery.Scope.UNFINISHED ? dialect.unfinished() : "1 = 1";
    for (String sql : dialect.suspects(among)) {
      ids.addAll(handle.createQuery(sql).mapTo(String.class).list());
    }
    ids.addAll(shapes.flowsOfUnreadable(handle));
    ids.addAll(new UnfinishedRows(dialect, values).unreadable(handle));
    List<CorruptRecordException> found = new ArrayList<>();
    for (String id : ids) {
      try {
        read(id);
      } catch (CorruptRecordException e) {
        found.add(e);
      }
    }
    return found;
  }

  private void read(String id) {
    FlowRecord stored;
    try {
      stored = load.apply(FlowId.of(id));
    } catch (IllegalArgumentException e) {
      throw new CorruptRecordException(id, "id", String.valueOf(e.getMessage()), e);
    }
    if (stored == null) {
      throw new CorruptRecordException(
          id, "id", "it is stored as something else than a text", null);
    }
    value(id, "inputs", stored.header().inputs());
    value(id, "meta", stored.header().meta());
    stored.touched().values().forEach(row -> values(id, row));
  }

  static void values(String id, AtomRecord row) {
    String where = "atom '" + row.name() + "', ";
    Output output = row.execution().output();
    value(id, where + "output", output == null ? null : output.value());
    value(id, where + "reversal", row.reversal().output());
    value(id, where + "history", row.history());
    value(id, where + "meta", row.meta());
  }

  /** A value under a codec that is not known here may well be readable elsewhere. */
  static void value(String id, String where, @Nullable Payload value) {
    if (value != null && value.codec().equals(Payload.JSON)) {
      try {
        value.tree();
      } catch (PayloadException e) {
        throw new CorruptRecordException(id, where, "a value is not readable JSON", e);
      }
    }
  }
}

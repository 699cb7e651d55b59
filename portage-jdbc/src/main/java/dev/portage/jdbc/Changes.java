package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.LeaseChange;
import dev.portage.store.StaleWriteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the writes of one transaction change, by statement. */
final class Changes {
  private final List<@Nullable Object[]> inserted = new ArrayList<>();
  private final List<@Nullable Object[]> progressed = new ArrayList<>();
  private final List<@Nullable Object[]> rewritten = new ArrayList<>();
  private final List<@Nullable Object[]> deleted = new ArrayList<>();
  private final List<@Nullable Object[]> put = new ArrayList<>();
  private final List<@Nullable Object[]> cleared = new ArrayList<>();
  private final List<@Nullable Object[]> journal = new ArrayList<>();
  private final DistinctRows shapes = new DistinctRows();
  private final DistinctRows steps = new DistinctRows();
  private final List<FlowId> flows = new ArrayList<>();
  private final StoredValues values;
  private final Set<String> storedShapes;

  /**
   * None yet.
   *
   * @param storedShapes digests of shapes that need not be stored again
   */
  Changes(StoredValues values, Set<String> storedShapes) {
    this.values = values;
    this.storedShapes = storedShapes;
  }

  /** All of a write or, if it throws, nothing. */
  void add(WriteRows write, @Nullable FlowHeader before, FlowHeader next) {
    FlowId id = next.id();
    if (before == null) {
      inserted.add(HeaderColumns.inserted(next, write, values));
    } else if (write.isProgress()) {
      progressed.add(HeaderColumns.progressed(next, before));
    } else {
      rewritten.add(HeaderColumns.rewritten(next, before, write, values));
    }
    flows.add(id);
    put.addAll(write.put());
    deleted.addAll(write.delete());
    journal.addAll(write.journal());
    if (write.write().lease() instanceof LeaseChange.Claim && before != null) {
      cleared.add(new Object[] {id.text()});
    }
    if (!storedShapes.contains(next.shape().digest())) {
      ShapeRows.collect(write.write().head().shape(), shapes);
    }
    StepRows.collect(next.flow(), write.write().journal(), steps);
  }

  void write(Handle handle, BulkRows rows) {
    rows.execute(handle, ShapeRows.ADD, shapes.all());
    rows.execute(handle, HeaderColumns.INSERT, inserted);
    all(progressed, rows.execute(handle, HeaderColumns.PROGRESS, progressed));
    all(rewritten, rows.execute(handle, HeaderColumns.REWRITE, rewritten));
    rows.execute(handle, AtomColumns.DELETE, deleted);
    rows.execute(handle, AtomColumns.REPLACE, put);
    rows.execute(handle, RefusalRows.CLEAR, cleared);
    rows.execute(handle, JournalColumns.INSERT, journal);
    rows.execute(handle, StepRows.ADD, steps.all());
  }

  private void all(List<@Nullable Object[]> wanted, int found) {
    if (found >= 0 && found < wanted.size()) {
      throw new StaleWriteException(
          "one of the flows '"
              + flows.stream().map(FlowId::text).collect(Collectors.joining("' '"))
              + "'"
              + " was written by somebody else at the same moment\n  nothing was written; load"
              + " the flow and decide again");
    }
  }
}

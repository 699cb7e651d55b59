package dev.portage.jdbc;

import dev.portage.model.Names;
import dev.portage.store.JournalEntry;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of the digests that steps had. */
final class StepRows {
  private static final List<Column> ALL =
      List.of(Column.text("flow"), Column.text("step"), Column.text("digest"));

  static final Bulk ADD = Bulk.add("portage_step", ALL, ALL);

  private static final String OF_FLOW = "SELECT step, digest FROM portage_step WHERE flow = :flow";

  private StepRows() {}

  /** The rows of a journal entry for {@link #ADD}. */
  static void collect(String flow, @Nullable JournalEntry entry, DistinctRows rows) {
    if (entry != null) {
      entry
          .stepDigests()
          .forEach(
              (step, digest) ->
                  rows.add(
                      List.of(flow, step, digest),
                      StoredText.name(flow),
                      StoredText.name(step),
                      StoredText.name(digest)));
    }
  }

  /** See {@link dev.portage.store.FlowReader#stepDigests}. */
  static SortedMap<String, SortedSet<String>> of(Handle handle, String flow) {
    SortedMap<String, SortedSet<String>> digests = new TreeMap<>(Names.BY_UTF8);
    handle
        .createQuery(OF_FLOW)
        .bind("flow", flow)
        .map(
            (cursor, context) ->
                digests
                    .computeIfAbsent(cursor.getString("step"), id -> new TreeSet<>())
                    .add(cursor.getString("digest")))
        .list();
    return digests;
  }
}

package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.Lease;
import dev.portage.store.LeaseChange;
import dev.portage.store.StaleWriteException;
import dev.portage.store.StoreOptions;
import dev.portage.store.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The statements of each change of a flow. Every method works in the caller's transaction. */
final class FlowExchange {
  private static final String SELECT = "SELECT * FROM portage_flow WHERE id = :id";
  private static final String SELECT_ALL = "SELECT * FROM portage_flow WHERE id IN (%s) %s";
  private static final String LEASE =
      """
      UPDATE portage_flow SET owner = :owner, lease_until = :lease_until, token = :token
      WHERE id = :id AND revision = :was_revision AND token = :was_token
      """;
  private static final String RENEW =
      """
      UPDATE portage_flow SET lease_until = :until
      WHERE id = :id AND token = :token AND owner IS NOT NULL
      """;
  private static final String HELD =
      "SELECT token FROM portage_flow WHERE id = :id AND token = :token";
  private static final String RELEASE =
      "UPDATE portage_flow SET owner = NULL, lease_until = NULL WHERE id = :id AND token = :token";

  private final Dialect dialect;
  private final BulkRows rows;
  private final InstantSource clock;
  private final StoredValues values;
  private final KnownHeaders known = new KnownHeaders();

  FlowExchange(Dialect dialect, BulkRows rows, StoreOptions options) {
    this.dialect = dialect;
    this.rows = rows;
    this.clock = options.clock();
    this.values = new StoredValues(options);
  }

  /**
   * What became of one write of several.
   *
   * @param header the new one; null if it was not written
   * @param refused why it must not be written; null also if somebody else had locked the flow, so
   *     that it has to be tried alone
   */
  record Answer(@Nullable FlowHeader header, @Nullable RuntimeException refused) {}

  /**
   * Writes those of the changes that may be, each of another flow; an answer for each, in order.
   *
   * @param touched flows that the same transaction has changed before
   */
  List<Answer> write(Handle handle, List<FlowWrite> writes, Set<FlowId> touched) {
    Map<String, FlowHeader> stored = new HashMap<>();
    List<FlowWrite> unknown = new ArrayList<>();
    for (FlowWrite write : writes) {
      FlowId id = write.key().id();
      FlowHeader header = touched.contains(id) || !dialect.counts() ? null : known.of(id);
      if (header != null && write.expected().equals(FlowWrite.Expected.of(header))) {
        stored.put(id.text(), header);
      } else {
        unknown.add(write);
      }
    }
    if (!unknown.isEmpty()) {
      stored.putAll(headers(handle, unknown, false));
    }
    boolean mayBeLocked = !dialect.locking(false).isEmpty();
    Changes changes = new Changes(values);
    List<Answer> answers = new ArrayList<>();
    for (FlowWrite write : writes) {
      FlowHeader before = stored.get(write.key().id().text());
      if (before == null && mayBeLocked && !write.expected().isAbsent()) {
        answers.add(new Answer(null, null));
        continue;
      }
      answers.add(answer(changes, write, before));
    }
    changes.write(handle, rows);
    return answers;
  }

  /** What is known about flows whose writes have been committed, or may have failed. */
  KnownHeaders known() {
    return known;
  }

  private Answer answer(Changes changes, FlowWrite write, @Nullable FlowHeader before) {
    try {
      return new Answer(apply(changes, write, before), null);
    } catch (RuntimeException e) {
      return new Answer(null, e); // it is told to whoever asked for this write
    }
  }

  private FlowHeader apply(Changes changes, FlowWrite write, @Nullable FlowHeader before) {
    FlowHeader next = write.appliedTo(before, clock.instant());
    changes.add(write, before, next);
    return next;
  }

  /** See {@link dev.portage.store.FlowStore#commit}. Waits for whoever else changes the flow. */
  FlowHeader write(Handle handle, FlowWrite write) {
    Map<String, FlowHeader> stored = headers(handle, List.of(write), true);
    Changes changes = new Changes(values);
    FlowHeader next = apply(changes, write, stored.get(write.key().id().text()));
    changes.write(handle, rows);
    return next;
  }

  private Map<String, FlowHeader> headers(
      Handle handle, Collection<FlowWrite> writes, boolean waiting) {
    List<String> ids = new ArrayList<>();
    for (FlowWrite write : writes) {
      ids.add(write.key().id().text());
    }
    Collections.sort(ids);
    int places = Integer.highestOneBit(Math.max(1, 2 * ids.size() - 1)); // few distinct statements
    String sql = SELECT_ALL.formatted(Bulk.marks(places), dialect.locking(waiting));
    Map<String, FlowHeader> found = new HashMap<>();
    try (Query select = handle.createQuery(sql)) {
      for (int place = 0; place < places; place++) {
        select.bind(place, ids.get(Math.min(place, ids.size() - 1)));
      }
      select
          .map((cursor, context) -> HeaderColumns.read(cursor, values))
          .forEach(header -> found.put(header.id().text(), header));
    }
    return found;
  }

  /**
   * See {@link dev.portage.store.FlowStore#claim}. Whoever has locked the flow is changing it, and
   * is not waited for.
   */
  Optional<FlowHeader> claim(Handle handle, FlowId id, long revision, LeaseChange.Claim claim) {
    FlowHeader stored =
        handle
            .createQuery(SELECT + " " + dialect.locking(false))
            .bind("id", id.text())
            .map((cursor, context) -> HeaderColumns.read(cursor, values))
            .findOne()
            .orElse(null);
    if (stored == null || stored.revision() != revision || !stored.lease().isFreeFor(claim)) {
      return Optional.empty();
    }
    Lease lease = stored.lease().takenBy(claim);
    int changed =
        handle
            .createUpdate(LEASE)
            .bind("owner", StoredText.nameOrNull(lease.owner()))
            .bind("lease_until", StoredText.time(lease.until()))
            .bind("token", lease.token())
            .bind("id", id.text())
            .bind("was_revision", revision)
            .bind("was_token", stored.lease().token())
            .execute();
    if (changed != 1) {
      return Optional.empty();
    }
    RefusalRows.clear(handle, id);
    return Optional.of(stored.with(lease));
  }

  /** See {@link dev.portage.store.FlowStore#renew}. */
  boolean renew(Handle handle, FlowId id, long token, Instant until) {
    return isHeld(handle, id, token)
        && handle
                .createUpdate(RENEW)
                .bind("until", StoredText.time(until))
                .bind("id", id.text())
                .bind("token", token)
                .execute()
            == 1;
  }

  /** See {@link dev.portage.store.FlowStore#release}. */
  boolean release(Handle handle, FlowId id, long token) {
    return isHeld(handle, id, token)
        && handle.createUpdate(RELEASE).bind("id", id.text()).bind("token", token).execute() == 1;
  }

  /** Whether the token is still the last; everybody else's writes would wait for a lock, too. */
  private boolean isHeld(Handle handle, FlowId id, long token) {
    boolean isFree = isFound(handle, HELD + " " + dialect.locking(false), id, token);
    if (!isFree && isFound(handle, HELD, id, token)) {
      throw new StoreUnavailableException(
          "the lease of flow '" + id + "' cannot be changed now: another process has it locked");
    }
    return isFree;
  }

  private static boolean isFound(Handle handle, String sql, FlowId id, long token) {
    return handle
        .createQuery(sql)
        .bind("id", id.text())
        .bind("token", token)
        .mapTo(Long.class)
        .findOne()
        .isPresent();
  }

  /** What some writes change, by statement. */
  private static final class Changes {
    private final List<@Nullable Object[]> inserted = new ArrayList<>();
    private final List<@Nullable Object[]> progressed = new ArrayList<>();
    private final List<@Nullable Object[]> rewritten = new ArrayList<>();
    private final List<@Nullable Object[]> deleted = new ArrayList<>();
    private final List<@Nullable Object[]> put = new ArrayList<>();
    private final List<@Nullable Object[]> cleared = new ArrayList<>();
    private final List<@Nullable Object[]> journal = new ArrayList<>();
    private final DistinctRows shapes = new DistinctRows();
    private final DistinctRows steps = new DistinctRows();
    private final StoredValues values;
    private final List<FlowId> flows = new ArrayList<>();

    Changes(StoredValues values) {
      this.values = values;
    }

    /** All of a write or, if it throws, nothing. */
    void add(FlowWrite write, @Nullable FlowHeader before, FlowHeader next) {
      FlowWrite.Head head = write.head();
      FlowId id = next.id();
      List<@Nullable Object[]> rows =
          write.put().stream().map(row -> AtomColumns.values(id, row, values)).toList();
      List<@Nullable Object[]> gone =
          write.delete().stream().map(name -> AtomColumns.key(id, name)).toList();
      @Nullable Object @Nullable [] entry =
          write.journal() == null ? null : JournalColumns.values(write.journal(), values);
      if (before == null) {
        inserted.add(HeaderColumns.inserted(next, values));
      } else if (head.inputs() == null
          && head.meta() == null
          && head.shape() == null
          && head.stamp() == null) {
        progressed.add(HeaderColumns.progressed(next, before));
      } else {
        rewritten.add(HeaderColumns.rewritten(next, before, values));
      }
      flows.add(id);
      put.addAll(rows);
      deleted.addAll(gone);
      if (entry != null) {
        journal.add(entry);
      }
      if (write.lease() instanceof LeaseChange.Claim && before != null) {
        cleared.add(new Object[] {id.text()});
      }
      ShapeRows.collect(head.shape(), shapes);
      StepRows.collect(next.flow(), write.journal(), steps);
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
}

package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.Lease;
import dev.portage.store.LeaseChange;
import dev.portage.store.SetExchange;
import dev.portage.store.StoreOptions;
import dev.portage.store.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The statements of each change of a flow. Every method works in the caller's transaction. */
final class FlowExchange {
  private static final int TOGETHER = 500;
  private static final String SELECT = "SELECT * FROM portage_flow WHERE id = :id";
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
  private final HeaderRows headers;
  private final KnownHeaders known = new KnownHeaders();

  FlowExchange(Dialect dialect, BulkRows rows, StoreOptions options) {
    this.dialect = dialect;
    this.rows = rows;
    this.clock = options.clock();
    this.values = new StoredValues(options);
    this.headers = new HeaderRows(dialect, rows, values);
  }

  /** The rows of a change; throws what is wrong with its values. Not in any transaction. */
  WriteRows encode(FlowWrite write) {
    return WriteRows.of(write, values);
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
  List<Answer> write(Handle handle, List<WriteRows> writes, Set<FlowId> touched) {
    List<WriteRows> made = writes.stream().filter(write -> write.isToBeMade()).toList();
    HeaderRows.There there = headers.there(handle, made);
    Map<FlowId, FlowHeader> stored = stored(handle, writes, touched);
    stored.putAll(headers.of(handle, there.flows(), true));
    boolean mayBeLocked = !dialect.locking(false).isEmpty();
    Changes changes = new Changes(values, there.shapes());
    List<Answer> answers = new ArrayList<>(writes.size());
    for (WriteRows write : writes) {
      FlowHeader before = stored.get(write.flow());
      if (before == null && mayBeLocked && !write.isToBeMade()) {
        answers.add(new Answer(null, null));
        continue;
      }
      answers.add(answer(changes, write, before));
    }
    changes.write(handle, rows);
    return answers;
  }

  /** See {@link dev.portage.store.FlowStore#makeAll}; throws what one of them is refused with. */
  int makeAll(Handle handle, List<WriteRows> births) {
    for (int from = 0; from < births.size(); from += TOGETHER) {
      List<WriteRows> some = births.subList(from, Math.min(births.size(), from + TOGETHER));
      for (Answer answer : write(handle, some, Set.of())) {
        if (answer.refused() != null) {
          throw answer.refused();
        }
      }
    }
    return births.size();
  }

  private Map<FlowId, FlowHeader> stored(
      Handle handle, List<WriteRows> writes, Set<FlowId> touched) {
    Map<FlowId, FlowHeader> stored = new HashMap<>();
    List<FlowId> changed = new ArrayList<>();
    boolean counts = dialect.counts() || writes.size() == 1;
    for (WriteRows write : writes) {
      FlowId id = write.flow();
      FlowWrite.Expected expected = write.write().expected();
      FlowHeader header = touched.contains(id) || !counts ? null : known.of(id);
      if (header != null && expected.equals(FlowWrite.Expected.of(header))) {
        stored.put(id, header);
      } else if (!write.isToBeMade()) {
        changed.add(id);
      }
    }
    stored.putAll(headers.of(handle, changed, false));
    return stored;
  }

  /** What is known about flows whose writes have been committed, or may have failed. */
  KnownHeaders known() {
    return known;
  }

  private Answer answer(Changes changes, WriteRows write, @Nullable FlowHeader before) {
    try {
      return new Answer(apply(changes, write, before), null);
    } catch (RuntimeException e) {
      return new Answer(null, e); // it is told to whoever asked for this write
    }
  }

  private FlowHeader apply(Changes changes, WriteRows write, @Nullable FlowHeader before) {
    FlowHeader next = write.write().appliedTo(before, clock.instant());
    changes.add(write, before, next);
    return next;
  }

  /** See {@link dev.portage.store.FlowStore#commit}. Waits for whoever else changes the flow. */
  FlowHeader write(Handle handle, WriteRows write) {
    Map<FlowId, FlowHeader> stored = headers.of(handle, List.of(write.flow()), true);
    Changes changes = new Changes(values, Set.of());
    FlowHeader next = apply(changes, write, stored.get(write.flow()));
    changes.write(handle, rows);
    return next;
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

  /** See {@link dev.portage.store.FlowStore#exchange}. */
  SetExchange.Done carry(Handle handle, SetExchange exchange, SetRows sets) {
    SetExchange.Done done = sets.carry(handle, exchange, clock.instant());
    done.carried().forEach(flow -> known.forget(flow.id()));
    return done;
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
}

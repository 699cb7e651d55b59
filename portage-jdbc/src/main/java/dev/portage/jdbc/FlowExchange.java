package dev.portage.jdbc;

import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.Lease;
import dev.portage.store.LeaseChange;
import dev.portage.store.StaleWriteException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The statements of each change of a flow. Every method works in the caller's transaction. */
final class FlowExchange {
  private static final String SELECT = "SELECT * FROM portage_flow WHERE id = :id";
  private static final String DELETE =
      "DELETE FROM portage_atom"
          + " WHERE flow_id = :flow_id AND template = :template AND atom_key = :atom_key";
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
  private static final String RELEASE =
      "UPDATE portage_flow SET owner = NULL, lease_until = NULL WHERE id = :id AND token = :token";

  private final Dialect dialect;
  private final InstantSource clock;

  FlowExchange(Dialect dialect, InstantSource clock) {
    this.dialect = dialect;
    this.clock = clock;
  }

  /** See {@link dev.portage.store.FlowStore#commit}. */
  FlowHeader write(Handle handle, FlowWrite write) {
    FlowHeader stored = header(handle, write.key().id());
    FlowHeader next = write.appliedTo(stored, clock.instant());
    Shape shape = write.head().shape();
    if (shape != null) {
      insertShape(handle, shape);
    }
    writeHeader(handle, write, stored, next);
    if (!write.delete().isEmpty()) {
      deleteRows(handle, write);
    }
    if (!write.put().isEmpty()) {
      putRows(handle, next.id(), write.put());
    }
    if (write.lease() instanceof LeaseChange.Claim && stored != null) {
      RefusalRows.clear(handle, next.id());
    }
    JournalEntry entry = write.journal();
    if (entry != null) {
      try (Update insert = handle.createUpdate(JournalColumns.INSERT)) {
        JournalColumns.bind(insert, entry);
        insert.execute();
      }
      insertSteps(handle, next.flow(), entry);
    }
    return next;
  }

  private static @Nullable FlowHeader header(Handle handle, FlowId id) {
    return handle
        .createQuery(SELECT)
        .bind("id", id.text())
        .map((cursor, context) -> HeaderColumns.read(cursor))
        .findOne()
        .orElse(null);
  }

  private void insertShape(Handle handle, Shape shape) {
    handle
        .createUpdate(dialect.insertShape())
        .bind("digest", shape.digest())
        .bind("fingerprint", shape.fingerprint().hex())
        .bind("text", StoredText.name(shape.text()))
        .execute();
  }

  private void insertSteps(Handle handle, String flow, JournalEntry entry) {
    entry
        .stepDigests()
        .forEach(
            (step, digest) ->
                handle
                    .createUpdate(dialect.insertStep())
                    .bind("flow", StoredText.name(flow))
                    .bind("step", StoredText.name(step))
                    .bind("digest", StoredText.name(digest))
                    .execute());
  }

  private static void writeHeader(
      Handle handle, FlowWrite write, @Nullable FlowHeader stored, FlowHeader next) {
    try (Update statement = handle.createUpdate(statement(write, stored))) {
      HeaderColumns.bind(statement, next);
      statement
          .bind("was_revision", write.expected().revision())
          .bind("was_token", write.expected().token());
      if (statement.execute() != 1) {
        throw new StaleWriteException(
            "flow '"
                + next.id()
                + "' was written by somebody else at the same moment\n  nothing was written; load"
                + " the flow and decide again");
      }
    }
  }

  private static String statement(FlowWrite write, @Nullable FlowHeader stored) {
    FlowWrite.Head head = write.head();
    if (stored == null) {
      return HeaderColumns.INSERT;
    }
    boolean isProgress =
        head.inputs() == null
            && head.meta() == null
            && head.shape() == null
            && head.stamp() == null;
    return isProgress ? HeaderColumns.PROGRESS : HeaderColumns.REWRITE;
  }

  private static void deleteRows(Handle handle, FlowWrite write) {
    try (PreparedBatch batch = handle.prepareBatch(DELETE)) {
      write
          .delete()
          .forEach(
              name -> {
                AtomColumns.bind(batch, write.key().id(), name);
                batch.add();
              });
      batch.execute();
    }
  }

  private void putRows(Handle handle, FlowId id, List<AtomRecord> rows) {
    try (PreparedBatch batch = handle.prepareBatch(dialect.replaceAtom())) {
      rows.forEach(
          row -> {
            AtomColumns.bind(batch, id, row);
            batch.add();
          });
      batch.execute();
    }
  }

  /** See {@link dev.portage.store.FlowStore#claim}. */
  Optional<FlowHeader> claim(Handle handle, FlowId id, long revision, LeaseChange.Claim claim) {
    FlowHeader stored = header(handle, id);
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
  static boolean renew(Handle handle, FlowId id, long token, Instant until) {
    return handle
            .createUpdate(RENEW)
            .bind("until", StoredText.time(until))
            .bind("id", id.text())
            .bind("token", token)
            .execute()
        == 1;
  }

  /** See {@link dev.portage.store.FlowStore#release}. */
  static boolean release(Handle handle, FlowId id, long token) {
    return handle.createUpdate(RELEASE).bind("id", id.text()).bind("token", token).execute() == 1;
  }
}

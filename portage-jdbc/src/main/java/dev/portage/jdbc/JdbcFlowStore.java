package dev.portage.jdbc;

import dev.portage.model.FlowException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.LineageEdge;
import dev.portage.store.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Flows in a SQL database. Every change goes through one writer, in the order in which it was asked
 * for; those that wait for the disk together share a transaction. Thread-safe.
 *
 * <p>Closing writes what is queued; what is asked for later is refused.
 */
public final class JdbcFlowStore extends JdbcFlowReader implements FlowStore {
  private final Database writing;
  private final FlowExchange exchange;
  private final BulkRows rows;
  private final GroupCommit writer;

  /** A store on two kinds of connections, which are closed with it. */
  JdbcFlowStore(Database writing, Database reading, InstantSource clock) {
    super(reading);
    this.writing = writing;
    this.rows = new BulkRows(writing.dialect(), writing.tables());
    this.exchange = new FlowExchange(writing.dialect(), rows, clock);
    this.writer = new GroupCommit(writing, exchange);
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    try {
      write.check(maxPayloadBytes());
    } catch (FlowException e) {
      return CompletableFuture.failedFuture(e);
    }
    return writer.submit(write);
  }

  @Override
  public Optional<FlowHeader> claim(FlowId id, long revision, LeaseChange.Claim claim) {
    return writer.perform(id, handle -> exchange.claim(handle, id, revision, claim));
  }

  @Override
  public boolean renew(FlowId id, long token, Instant until) {
    return writer.perform(id, handle -> exchange.renew(handle, id, token, until));
  }

  @Override
  public void release(FlowId id, long token) {
    writer.perform(id, handle -> exchange.release(handle, id, token));
  }

  @Override
  public boolean note(Refusal refusal) {
    return writer.perform(refusal.flow(), handle -> RefusalRows.note(handle, refusal));
  }

  @Override
  public void note(List<LineageEdge> edges) {
    writer.perform(
        null,
        handle -> {
          LineageRows.note(handle, rows, edges);
          return edges;
        });
  }

  @Override
  public int maxPayloadBytes() {
    return USUAL_MAX_PAYLOAD_BYTES;
  }

  @Override
  public void close() {
    writer.close();
    super.close();
    writing.close();
  }
}

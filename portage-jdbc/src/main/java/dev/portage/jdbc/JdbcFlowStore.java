package dev.portage.jdbc;

import dev.portage.model.FlowException;
import dev.portage.store.Expiry;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.LineageEdge;
import dev.portage.store.Refusal;
import dev.portage.store.RunNote;
import dev.portage.store.SetExchange;
import dev.portage.store.StoreOptions;
import dev.portage.store.StoreTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Flows in a SQL database. Every change goes through one writer, in the order in which it was asked
 * for; those that wait for the disk together share a transaction. Thread-safe.
 *
 * <p>Closing writes what is queued; what is asked for later is refused.
 */
public final class JdbcFlowStore extends JdbcFlowReader implements FlowStore {
  private final Database writing;
  private final StoreOptions options;
  private final FlowExchange exchange;
  private final ExpiredRows expired;
  private final SetRows sets;
  private final BulkRows rows;
  private final GroupCommit writer;
  private final Transactions transactions;

  /** A store on connections of several kinds, which are closed with it. */
  JdbcFlowStore(
      Database writing, Database reading, Transactions transactions, StoreOptions options) {
    super(reading, options);
    this.transactions = transactions;
    this.writing = writing;
    this.options = options;
    this.rows = new BulkRows(writing.dialect(), writing.tables());
    this.exchange = new FlowExchange(writing.dialect(), rows, options);
    this.expired = new ExpiredRows(writing.dialect(), rows);
    this.sets = new SetRows(writing.dialect(), rows, writing.trouble());
    this.writer = new GroupCommit(writing, exchange);
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write) {
    return checked(write, rows -> writer().submit(rows));
  }

  @Override
  public CompletableFuture<FlowHeader> commitHere(FlowWrite write) {
    return checked(write, rows -> writer().write(rows));
  }

  @Override
  public void makeAll(List<FlowWrite> births) {
    births.forEach(birth -> birth.check(options));
    List<WriteRows> rows = births.stream().map(exchange::encode).toList();
    writer().perform(null, handle -> exchange.makeAll(handle, rows));
  }

  private CompletableFuture<FlowHeader> checked(
      FlowWrite write, Function<WriteRows, CompletableFuture<FlowHeader>> then) {
    try {
      write.check(options);
      return then.apply(exchange.encode(write));
    } catch (FlowException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private GroupCommit writer() {
    transactions.checkOutside();
    return writer;
  }

  @Override
  public StoreTransaction begin(Class<?> kind) throws InterruptedException {
    return transactions.begin(kind);
  }

  @Override
  public CompletableFuture<FlowHeader> commit(FlowWrite write, StoreTransaction transaction) {
    if (!(transaction instanceof JdbcTransaction own)) {
      throw new IllegalArgumentException("the transaction is of another store");
    }
    try {
      write.check(options);
      return transactions.commit(own, exchange, exchange.encode(write));
    } catch (RuntimeException e) {
      own.close();
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public boolean transactionsHoldUpWrites() {
    return transactions.holdUpWrites();
  }

  @Override
  public Optional<FlowHeader> claim(FlowId id, long revision, LeaseChange.Claim claim) {
    return writer().perform(id, handle -> exchange.claim(handle, id, revision, claim));
  }

  @Override
  public boolean renew(FlowId id, long token, Instant until) {
    return writer().perform(id, handle -> exchange.renew(handle, id, token, until));
  }

  @Override
  public void release(FlowId id, long token) {
    writer().perform(id, handle -> exchange.release(handle, id, token));
  }

  @Override
  public boolean note(Refusal refusal) {
    return writer().perform(refusal.flow(), handle -> RefusalRows.note(handle, refusal));
  }

  @Override
  public void note(RunNote run) {
    RunNote unused = writer().perform(null, handle -> RunRows.note(handle, rows, run));
  }

  @Override
  public void note(List<LineageEdge> edges) {
    writer()
        .perform(
            null,
            handle -> {
              LineageRows.note(handle, rows, edges);
              return edges;
            });
  }

  @Override
  public Optional<SetExchange.Done> exchange(SetExchange exchange) {
    boolean readsMeta = !exchange.page().traits().meta().isEmpty();
    if (!options.codecs().areNone() || readsMeta) {
      return Optional.empty(); // what goes through codecs has to leave the database
    }
    return Optional.of(
        writer().perform(null, handle -> this.exchange.carry(handle, exchange, sets)));
  }

  @Override
  public int prune(Expiry expiry, int most) {
    return writer.perform(null, handle -> expired.remove(handle, expiry, most));
  }

  @Override
  public int maxPayloadBytes() {
    return options.maxPayloadBytes();
  }

  @Override
  public long maxFlowBytes() {
    return options.maxFlowBytes();
  }

  @Override
  public void close() {
    writer.close();
    transactions.close();
    super.close();
    writing.close();
  }
}

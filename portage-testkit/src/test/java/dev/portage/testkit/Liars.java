package dev.portage.testkit;

import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.Expiry;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.StaleWriteException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stores that lie, each in front of one that does not. */
final class Liars {
  private Liars() {}

  /** What would be true after the write, were it made. */
  private static CompletableFuture<FlowHeader> pretend(FlowStore store, FlowWrite write) {
    Optional<FlowHeader> now = store.load(write.key().id()).map(FlowRecord::header);
    FlowWrite agreeable =
        now.map(seen -> expecting(write, seen.revision(), seen.lease().token())).orElse(write);
    Instant at = now.map(seen -> seen.times().changed()).orElse(Instant.EPOCH);
    return CompletableFuture.completedFuture(agreeable.appliedTo(now.orElse(null), at));
  }

  private static FlowWrite expecting(FlowWrite write, long revision, long token) {
    return write.expected().isAbsent() ? write : StoreSamples.expecting(write, revision, token);
  }

  private static FlowWrite putting(FlowWrite write, List<AtomRecord> rows) {
    return new FlowWrite(
        write.key(),
        write.expected(),
        write.head(),
        rows,
        write.delete(),
        write.lease(),
        write.journal());
  }

  private static FlowWrite unjournalled(FlowWrite write) {
    return new FlowWrite(
        write.key(),
        write.expected(),
        write.head(),
        write.put(),
        write.delete(),
        write.lease(),
        null);
  }

  record Forgetful(FlowStore behind, AtomicInteger writes) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      boolean isForgotten = !write.expected().isAbsent() && writes.incrementAndGet() % 5 == 0;
      return isForgotten ? pretend(behind, write) : behind.commit(write);
    }
  }

  record MakingSome(FlowStore behind) implements ForwardingStore {
    @Override
    public void makeAll(List<FlowWrite> births) {
      births.forEach(birth -> behind.makeAll(List.of(birth)));
    }
  }

  record YesMan(FlowStore behind) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      CompletableFuture<FlowHeader> written = behind.commit(write);
      return written.isCompletedExceptionally() && !write.expected().isAbsent()
          ? pretend(behind, write)
          : written;
    }
  }

  /** Answers from what it remembers; others see a write only when the next one comes. */
  record Postponing(FlowStore behind, FlowStore truth, AtomicReference<FlowWrite> later)
      implements ForwardingStore {
    @Override
    public synchronized CompletableFuture<FlowHeader> commit(FlowWrite write) {
      CompletableFuture<FlowHeader> remembered = behind.commit(write);
      if (!remembered.isCompletedExceptionally()) {
        FlowWrite before = later.getAndSet(write);
        if (before != null) {
          FlowHeader unused = truth.commit(before).join();
        }
      }
      return remembered;
    }
  }

  record BlindToRevisions(FlowStore behind) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      synchronized (behind) {
        long revision =
            behind.load(write.key().id()).map(seen -> seen.header().revision()).orElse(0L);
        return behind.commit(expecting(write, revision, write.expected().token()));
      }
    }
  }

  record BlindToTokens(FlowStore behind) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      synchronized (behind) {
        long token =
            behind.load(write.key().id()).map(seen -> seen.header().lease().token()).orElse(0L);
        return behind.commit(expecting(write, write.expected().revision(), token));
      }
    }
  }

  record BlindToLeases(FlowStore behind) implements ForwardingStore {
    @Override
    public Optional<FlowHeader> claim(FlowId id, long revision, LeaseChange.Claim claim) {
      Instant late = claim.now().plus(Duration.ofDays(1));
      return behind.claim(id, revision, new LeaseChange.Claim(claim.owner(), late, claim.until()));
    }
  }

  /** Keeps the first line of each journal. */
  record LosingJournals(FlowStore behind) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      boolean isLost = !behind.journal(write.key().id()).isEmpty();
      return behind.commit(isLost ? unjournalled(write) : write);
    }
  }

  record SortingJournals(FlowStore behind) implements ForwardingStore {
    @Override
    public List<JournalEntry> journal(FlowId id) {
      return behind.journal(id).stream()
          .sorted(Comparator.comparing(entry -> String.valueOf(entry.revision())))
          .toList();
    }
  }

  record SortingAsJava(FlowStore behind) implements ForwardingStore {
    @Override
    public List<FlowHeader> find(FlowQuery query) {
      return behind.find(query).stream()
          .sorted(Comparator.comparing(header -> header.id().text()))
          .toList();
    }
  }

  record DeletingLast(FlowStore behind) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      return behind.commit(
          putting(
              write,
              write.put().stream().filter(row -> !write.delete().contains(row.name())).toList()));
    }
  }

  record LosingRows(FlowStore behind) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      return behind.commit(putting(write, write.put().stream().limit(1_000).toList()));
    }
  }

  record Cutting(FlowStore behind) implements ForwardingStore {
    private static final int LONGEST = 65_535;

    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      return behind.commit(putting(write, write.put().stream().map(Cutting::cut).toList()));
    }

    private static AtomRecord cut(AtomRecord row) {
      Execution whole = row.execution();
      Output output = whole.output();
      if (output == null || output.value().size() <= LONGEST) {
        return row;
      }
      byte[] start = Arrays.copyOf(output.value().bytes(), LONGEST);
      Payload rest = new Payload(output.value().codec(), start);
      return row.with(whole.producing(whole.version(), Output.of(output.slots(), rest)));
    }
  }

  /** Makes what it can of a write, and then says that it was refused. */
  record HalfWriting(FlowStore behind) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      CompletableFuture<FlowHeader> written = behind.commit(write);
      if (written.isCompletedExceptionally() && !write.put().isEmpty()) {
        CompletableFuture<FlowHeader> unused =
            behind.commit(putting(write, write.put().subList(0, 1)));
      }
      return written;
    }
  }

  record Resentful(FlowStore behind, AtomicBoolean hasRefused) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      if (hasRefused.getAndSet(false)) {
        return CompletableFuture.failedFuture(new StaleWriteException("not after what you did"));
      }
      CompletableFuture<FlowHeader> written = behind.commit(write);
      hasRefused.set(written.isCompletedExceptionally());
      return written;
    }
  }

  /** Stores a flow under the first id that differs from its own in case only. */
  record Ruthless(FlowStore behind) implements ForwardingStore {
    @Override
    public int prune(Expiry expiry, int most) {
      return behind.prune(new Expiry(expiry.finishedBefore(), Instant.MAX), most);
    }
  }

  record Hasty(FlowStore behind) implements ForwardingStore {
    @Override
    public int prune(Expiry expiry, int most) {
      return behind.prune(new Expiry(expiry.finishedBefore().plusNanos(1), expiry.now()), most);
    }
  }

  record CaseFolding(FlowStore behind, Map<String, FlowId> first) implements ForwardingStore {
    private FlowId folded(FlowId id) {
      return first.computeIfAbsent(id.text().toLowerCase(Locale.ROOT), text -> id);
    }

    @Override
    public Optional<FlowRecord> load(FlowId id) {
      return behind.load(folded(id));
    }

    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      FlowHeader.Key key = write.key();
      FlowHeader.Key folded = new FlowHeader.Key(folded(key.id()), key.flow(), key.variant());
      return behind.commit(
          new FlowWrite(
              folded,
              write.expected(),
              write.head(),
              write.put(),
              write.delete(),
              write.lease(),
              folded.equals(key) ? write.journal() : null));
    }
  }
}

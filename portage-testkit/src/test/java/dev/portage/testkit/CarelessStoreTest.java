package dev.portage.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.LineageEdge;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Refusal;
import dev.portage.store.RunId;
import dev.portage.store.SituationCount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract can fail: it catches a store that writes without looking. */
final class CarelessStoreTest {
  private final Contract contract = new Contract();

  @BeforeEach
  void open() {
    contract.open();
  }

  @AfterEach
  void close() {
    contract.close();
  }

  @Test
  void aStoreThatIgnoresTheRevisionIsCaught() {
    assertThatThrownBy(contract::aStaleRevisionIsRefused).isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatLetsEveryRacerWinIsCaught() {
    assertThatThrownBy(contract::ofManyWritesOnOneRevisionExactlyOneWins)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatIgnoresTheTokenIsCaught() {
    assertThatThrownBy(contract::aStaleTokenIsRefused).isInstanceOf(AssertionError.class);
  }

  @Test
  void whatItDoesRightPasses() {
    assertThatCode(contract::makingAFlowStoresItsHeaderAndNoRow).doesNotThrowAnyException();
  }

  /** The contract of the careless store; its name keeps it from running on its own. */
  private static final class Contract extends FlowStoreContract {
    @Override
    protected FlowStore openEmpty(ManualClock clock) {
      return new Careless(new MemoryFlowStore(clock));
    }
  }

  /** Writes whatever it is told, as if the caller were up to date. */
  private record Careless(MemoryFlowStore store) implements FlowStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      synchronized (store) {
        return store.commit(
            store
                .load(write.key().id())
                .map(stored -> FlowWrite.Expected.of(stored.header()))
                .map(seen -> StoreSamples.expecting(write, seen.revision(), seen.token()))
                .orElse(write));
      }
    }

    @Override
    public Optional<FlowHeader> claim(FlowId id, long revision, LeaseChange.Claim claim) {
      return store.claim(id, revision, claim);
    }

    @Override
    public boolean renew(FlowId id, long token, Instant until) {
      return store.renew(id, token, until);
    }

    @Override
    public void release(FlowId id, long token) {
      store.release(id, token);
    }

    @Override
    public boolean note(Refusal refusal) {
      return store.note(refusal);
    }

    @Override
    public void note(List<LineageEdge> edges) {
      store.note(edges);
    }

    @Override
    public List<Refusal> refusals(FlowQuery query) {
      return store.refusals(query);
    }

    @Override
    public List<LineageEdge> lineage(String flow) {
      return store.lineage(flow);
    }

    @Override
    public int maxPayloadBytes() {
      return store.maxPayloadBytes();
    }

    @Override
    public Optional<FlowRecord> load(FlowId id) {
      return store.load(id);
    }

    @Override
    public List<FlowHeader> find(FlowQuery query) {
      return store.find(query);
    }

    @Override
    public List<CorruptRecordException> unreadable() {
      return store.unreadable();
    }

    @Override
    public List<CensusLine> census(FlowQuery query) {
      return store.census(query);
    }

    @Override
    public List<SituationCount> situations(CensusLine line) {
      return store.situations(line);
    }

    @Override
    public List<Shape> shapes(String fingerprintPrefix) {
      return store.shapes(fingerprintPrefix);
    }

    @Override
    public List<JournalEntry> journal(FlowId id) {
      return store.journal(id);
    }

    @Override
    public List<FlowId> flowsOf(RunId run) {
      return store.flowsOf(run);
    }

    @Override
    public String description() {
      return store.description();
    }

    @Override
    public void close() {
      store.close();
    }
  }
}

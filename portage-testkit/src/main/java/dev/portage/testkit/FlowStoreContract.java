package dev.portage.testkit;

import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every store keeps. A store's test extends this and says how an empty store is opened; the
 * tests themselves are in the interfaces. The test of a store that several processes share
 * implements {@link SharedContract}, too:
 *
 * <pre>{@code
 * final class MyStoreTest extends FlowStoreContract {
 *   @TempDir private Path directory;
 *
 *   @Override
 *   protected FlowStore openEmpty(ManualClock clock) {
 *     return new MyStore(directory, clock);
 *   }
 * }
 * }</pre>
 */
public abstract class FlowStoreContract
    implements WritingContract,
        RefusalContract,
        LeaseContract,
        QueryContract,
        SelectionContract,
        JournalContract,
        NotesContract,
        RacingContract,
        HostileContract,
        SizeContract,
        MemoryContract,
        PruningContract {
  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00.123456789Z");
  private FlowStore store;

  /** Opens an empty store whose times are from that clock. */
  protected abstract FlowStore openEmpty(ManualClock clock);

  @BeforeEach
  final void open() {
    store = openEmpty(clock);
  }

  @AfterEach
  final void close() {
    store.close();
  }

  @Override
  public final FlowStore store() {
    return store;
  }

  @Override
  public final ManualClock clock() {
    return clock;
  }
}

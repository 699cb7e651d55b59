package dev.portage.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every store keeps. A store's test extends this and says how an empty store is opened; the
 * tests themselves are in the interfaces.
 */
public abstract class FlowStoreContract
    implements WritingContract,
        RefusalContract,
        LeaseContract,
        QueryContract,
        JournalContract,
        NotesContract,
        PruningContract,
        RacingContract {
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

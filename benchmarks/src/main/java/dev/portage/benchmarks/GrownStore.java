package dev.portage.benchmarks;

import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store that holds so many finished flows, and the load that comes on top of them.
 *
 * @param load flows whose ids sort behind those stored, as they do unless an application makes its
 *     own
 * @param loadAnywhere flows whose ids stand among those stored, each somewhere else
 */
record GrownStore(
    Databases database, FlowStore store, int stored, StoreLoad load, StoreLoad loadAnywhere)
    implements AutoCloseable {
  private static final int CALLERS = 32;
  private static final long SEED = 42;

  static GrownStore of(Databases.Kind kind, int stored) throws Exception {
    Databases database = kind.start();
    try {
      return filled(database, stored);
    } catch (Exception e) {
      database.close(); // or a server would be left behind
      throw e;
    }
  }

  private static GrownStore filled(Databases database, int stored) throws Exception {
    FlowStore store = FlowStores.open(database.storeUrl());
    try (StoreLoad first = new StoreLoad(store, 1, () -> StoredCopies.id(0))) {
      first.run(1, 1);
    }
    try (StoredCopies copies = StoredCopies.open(database.plainUrl())) {
      copies.fill(stored);
    }
    Random random = new Random(SEED);
    AtomicInteger numbers = new AtomicInteger();
    GrownStore grown =
        new GrownStore(
            database,
            store,
            stored,
            new StoreLoad(store, CALLERS, () -> FlowId.next(InstantSource.system())),
            new StoreLoad(
                store,
                CALLERS,
                () ->
                    FlowId.of(
                        StoredCopies.id(random.nextInt(stored))
                            + "-"
                            + numbers.getAndIncrement())));
    grown.verify();
    return grown;
  }

  /** A store that is not what it would be had an engine filled it is not worth measuring. */
  private void verify() {
    List<CensusLine> census = store.census(FlowQuery.all());
    if (census.size() != 1 || census.get(0).finished() != stored) {
      throw new IllegalStateException(
          "expected " + stored + " flows of one shape, found " + census);
    }
    for (int number : List.of(0, stored / 2, stored - 1)) {
      FlowRecord flow = store.load(StoredCopies.id(number)).orElseThrow();
      List<AtomState> states = flow.touched().values().stream().map(AtomRecord::state).toList();
      if (flow.header().state() != FlowState.SUCCESS
          || states.size() != StoreLoad.TASKS
          || states.stream().anyMatch(state -> state != AtomState.SUCCESS)) {
        throw new IllegalStateException("expected a flow that is done, found " + flow);
      }
    }
  }

  @Override
  public void close() {
    load.close();
    loadAnywhere.close();
    store.close();
    database.close();
  }
}

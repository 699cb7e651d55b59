package dev.portage.migration.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowResult;
import dev.portage.engine.FlowStepper;
import dev.portage.migration.Finding;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.MigrationRefusedException;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An old flow that was left by the real engine after so many of its tasks.
 *
 * @param change what its code becomes
 * @param at after how many tasks
 * @param stored the flow as it was left
 * @param ran the tasks that had run
 */
record Cut(RealChange change, int at, FlowRecord stored, List<String> ran) {
  private static final FlowId ID = FlowId.of("one");

  /** Runs the old flow up to there. */
  static Cut of(RealChange change, int at) throws InterruptedException {
    Stubs stubs = new Stubs(change);
    MemoryFlowStore store = new MemoryFlowStore();
    try (Engine engine = engine(store, stubs.old(), Migrations.none())) {
      engine.enqueue(
          Stubs.FLOW,
          ID,
          in ->
              stubs.inputs().forEach((slot, value) -> in.put(Slot.of(slot, Object.class), value)));
      try (FlowStepper stepper = engine.stepwise(ID)) {
        while (stubs.ran.size() < at) {
          assertThat(stepper.step()).isPresent();
        }
      }
    }
    return new Cut(change, at, store.load(ID).orElseThrow(), List.copyOf(stubs.ran));
  }

  /**
   * What came of resuming it.
   *
   * @param refused null if it was not refused
   * @param result null if it was refused
   */
  record Ending(@Nullable MigrationRefusedException refused, @Nullable FlowResult result) {
    boolean isRefused() {
      return refused != null;
    }

    /** What stands against it; none if it was not refused. */
    List<Finding> findings() {
      return refused == null ? List.of() : refused.findings();
    }

    FlowResult reached() {
      return Objects.requireNonNull(result);
    }
  }

  /** Runs a copy of the flow to its end under the new code, which migrates it first. */
  Ending resume(Stubs stubs, Migrations migrations) throws InterruptedException {
    try (Engine engine = engine(store(), stubs.now(), migrations)) {
      return new Ending(null, engine.resume(ID).await());
    } catch (MigrationRefusedException e) {
      return new Ending(e, null);
    }
  }

  /** What stands against migrating a copy of the flow, without running it. */
  List<Finding> objections(Stubs stubs, Migrations migrations) {
    Flow now = stubs.now();
    FlowCatalog catalog = FlowCatalog.of(Stubs.FLOW, in -> now);
    Migrator.Who who = new Migrator.Who("history", InstantSource.system());
    Outcome outcome = new Migrator(store(), catalog, migrations, who).migrate(ID);
    return outcome instanceof Outcome.Blocked blocked ? blocked.findings() : List.of();
  }

  private MemoryFlowStore store() {
    MemoryFlowStore store = new MemoryFlowStore();
    FlowHeader header = stored.header();
    FlowWrite.Head head =
        new FlowWrite.Head(
            header.state(), header.inputs(), null, stored.shape(), header.shape().stamp());
    store
        .commit(
            new FlowWrite(
                new FlowHeader.Key(ID, Stubs.FLOW, ""),
                FlowWrite.Expected.ABSENT,
                head,
                List.copyOf(stored.touched().values()),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
    return store;
  }

  private static Engine engine(MemoryFlowStore store, Flow flow, Migrations migrations) {
    EngineOptions options =
        EngineOptions.defaults()
            .withParallelism(1)
            .withAdmission(new MigratingAdmission(migrations, InstantSource.system(), "history"));
    return Engine.open(store, FlowCatalog.of(Stubs.FLOW, in -> flow), options);
  }
}

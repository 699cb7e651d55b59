package dev.portage.fleet;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Convoy;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Rehearsal;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.RunId;
import dev.portage.store.RunNote;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Carries all flows of a store over to what this code can build: plans once for each stored shape,
 * judges once for each situation, carries flows over in sets where no value has to be looked at,
 * then goes from flow to flow. Immutable and thread-safe.
 *
 * <pre>{@code
 * Fleet fleet = new Fleet(catalog, migrations);
 * FleetPlan plan = fleet.plan(store, FlowQuery.unfinished());
 * FleetReport rehearsed = fleet.rehearsal(store, plan, options.withSample(20)).run();
 * if (rehearsed.isAsPlanned()) {
 *   FleetReport report = fleet.run(store, new Migrator.Who("ann", clock), plan, options).run();
 * }
 * }</pre>
 */
public final class Fleet {
  private final FlowCatalog catalog;
  private final Migrations migrations;

  /** The fleet as this code sees it. */
  public Fleet(FlowCatalog catalog, Migrations migrations) {
    this.catalog = catalog;
    this.migrations = migrations;
  }

  /** What is stored, and what would become of it. Reads only; its cost is that of the shapes. */
  public FleetPlan plan(FlowReader reader, FlowQuery query) {
    return new FleetPlan(query, new Forecasts(reader, catalog, migrations).forecast(query));
  }

  /**
   * A run that does everything but write, maps of values included: over every flow of the plan, or
   * over a sample. It has no canaries, waits for no flow and stops at no failure.
   */
  public FleetRun rehearsal(FlowReader reader, FleetPlan plan, FleetOptions options) {
    InstantSource clock = InstantSource.system();
    FleetRun.Errand errand =
        new FleetRun.Errand(
            null,
            reader,
            clock,
            readers -> {
              Rehearsal rehearsal = new Rehearsal(reader, catalog, migrations, clock);
              return (flow, target, read) ->
                  CompletableFuture.supplyAsync(
                      () ->
                          read == null
                              ? rehearsal.migrate(flow, target)
                              : rehearsal.migrate(read, target),
                      readers);
            },
            (forecast, page) -> Optional.empty(),
            (report, isOver) -> {});
    return new FleetRun(errand, plan, options);
  }

  /** A run that carries the flows of a plan over, each as a whole or not at all. */
  public FleetRun run(FlowStore store, Migrator.Who who, FleetPlan plan, FleetOptions options) {
    Migrator migrator = new Migrator(store, catalog, migrations, who);
    FleetRun.Errand errand =
        new FleetRun.Errand(
            migrator.run(),
            store,
            who.clock(),
            readers -> attempt(migrator, readers),
            migrator::migrate,
            diary(store, migrator.run(), who));
    return new FleetRun(errand, plan, options);
  }

  private static FleetRun.Diary diary(FlowStore store, RunId run, Migrator.Who who) {
    Instant began = who.clock().instant();
    return (report, isOver) ->
        store.note(
            new RunNote(run, who.actor(), began, isOver ? who.clock().instant() : null, report));
  }

  private static FlowByFlow.Attempt attempt(Migrator migrator, Executor readers) {
    Convoy convoy = migrator.convoy(readers);
    return (flow, target, read) ->
        read == null ? convoy.migrate(flow, target) : convoy.migrate(read, target);
  }
}

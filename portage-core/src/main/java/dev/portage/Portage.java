package dev.portage;

import dev.portage.engine.Admission;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.InputValues;
import dev.portage.engine.ResumeOptions;
import dev.portage.engine.ResumeReport;
import dev.portage.migration.Forecasts;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrator;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine over a store, with the flows and the migrations of one application: what an application
 * opens at its start and closes at its end. Thread-safe.
 */
public final class Portage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Portage.class);

  private final FlowStore store;
  private final FlowModule module;
  private final EngineOptions options;
  private final Engine engine;
  private final @Nullable StartReport startReport;

  private Portage(
      FlowStore store,
      FlowModule module,
      EngineOptions options,
      @Nullable StartReport startReport) {
    this.startReport = startReport;
    this.store = store;
    this.module = module;
    this.options = options;
    this.engine = Engine.open(store, module.catalog(), options);
  }

  /**
   * Opens the store of a URL with the module's store options, making its tables if the database is
   * new.
   *
   * @param url such as {@code jdbc:sqlite:shop.db}
   * @throws dev.portage.store.UnusableStoreException if this is not a store of this version
   * @throws dev.portage.store.StoreUnavailableException if it cannot be reached
   * @throws dev.portage.model.DefinitionException with every mistake of catalog or book
   */
  public static Portage open(String url, FlowModule module) {
    return open(url, module, EngineOptions.defaults());
  }

  /**
   * The same with options. Their admission is replaced by the one that migrates flows by the
   * module's books as they are resumed, unless it is a {@link MigratingAdmission} already, such as
   * one that is pinned.
   */
  public static Portage open(String url, FlowModule module, EngineOptions options) {
    return open(FlowStores.open(url, module.storeOptions()), module, options);
  }

  /**
   * The same, and looks first at what would become of the unfinished flows that are stored.
   *
   * @throws StuckFlowsException if some are stuck and {@link StartCheck#FAIL_FAST} is asked for;
   *     nothing was resumed then
   */
  public static Portage open(
      String url, FlowModule module, EngineOptions options, StartCheck check) {
    return open(FlowStores.open(url, module.storeOptions()), module, options, check);
  }

  /** Over a store that is open already, such as one over a data source; it is closed with this. */
  public static Portage open(FlowStore store, FlowModule module) {
    return open(store, module, EngineOptions.defaults());
  }

  /** The same with options. */
  public static Portage open(FlowStore store, FlowModule module, EngineOptions options) {
    return open(store, module, options, StartCheck.NONE);
  }

  /** The same, and looks first at what is stored: see the one with a URL. */
  public static Portage open(
      FlowStore store, FlowModule module, EngineOptions options, StartCheck check) {
    try {
      StartReport report = check == StartCheck.NONE ? null : looked(store, module, check);
      Admission admission =
          options.admission() instanceof MigratingAdmission given
              ? given
              : new MigratingAdmission(module.migrations(), options.clock(), options.owner());
      return new Portage(store, module, options.withAdmission(admission), report);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static StartReport looked(FlowStore store, FlowModule module, StartCheck check) {
    StartReport report = StartReport.of(store, module);
    if (check == StartCheck.FAIL_FAST && !report.stuck().isEmpty()) {
      throw new StuckFlowsException(report);
    }
    if (report.isClean()) {
      LOG.info("every unfinished flow in {} can go on in this code", report.store());
    } else {
      LOG.warn("not every unfinished flow in {} can go on here:{}", report.store(), report.text());
    }
    return report;
  }

  /** What was found at the start; null if nothing was looked at. */
  public @Nullable StartReport startReport() {
    return startReport;
  }

  /** Stores a flow under a new id and runs it; see {@link Engine#submit}. */
  public FlowHandle submit(String flow, Consumer<InputValues> inputs) {
    return engine.submit(flow, inputs);
  }

  /** Stores a flow and runs it; see {@link Engine#submit}. */
  public FlowHandle submit(String flow, FlowId id, Consumer<InputValues> inputs) {
    return engine.submit(flow, id, inputs);
  }

  /** Goes on with a stored flow, migrating it first if the code has changed. */
  public FlowHandle resume(FlowId id) {
    return engine.resume(id);
  }

  /** Runs a flow that is over again from the beginning; see {@link Engine#restart}. */
  public FlowHandle restart(FlowId id) {
    return engine.restart(id);
  }

  /** Undoes a flow, whether it runs or is stored; see {@link Engine#revert}. */
  public FlowHandle revert(FlowId id) {
    return engine.revert(id);
  }

  /** Undoes a flow and interrupts what it executes; see {@link Engine#cancel}. */
  public FlowHandle cancel(FlowId id) {
    return engine.cancel(id);
  }

  /**
   * Goes on with every flow that a crash has left behind, migrating each first if the code has
   * changed. Flows that cannot be migrated are left as they are, and are in the report.
   */
  public ResumeReport resumeAll() throws InterruptedException {
    return engine.resumeAll();
  }

  /** The same for the flows that the options mean. */
  public ResumeReport resumeAll(ResumeOptions some) throws InterruptedException {
    return engine.resumeAll(some);
  }

  /** Carries flows over without running them. */
  public Migrator migrator() {
    return new Migrator(
        store,
        module.catalog(),
        module.migrations(),
        new Migrator.Who(options.owner(), options.clock()));
  }

  /** Says beforehand what a migration would do. */
  public Forecasts forecasts() {
    return new Forecasts(store, module.catalog(), module.migrations());
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  /** Stops running flows, as {@link Engine#close} does, and closes the store. */
  @Override
  public void close() {
    try (store) {
      engine.close();
    }
  }
}

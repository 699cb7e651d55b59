package dev.portage.engine;

import dev.portage.model.FlowState;
import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs flows and stores what each task did, so that any engine on the same store can go on from
 * there. Thread-safe.
 *
 * <p>A flow is driven by one engine at a time: the one that holds its lease. An engine that dies
 * loses its leases when they end; {@link #resumeAll} of any engine then takes its flows over.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final int RENEWALS_PER_LEASE = 3;

  private final FlowCatalog catalog;
  private final Workshop shop;
  private final Activation activation;
  private final Map<FlowId, FlowRun> runs = new ConcurrentHashMap<>();
  private final Set<FlowId> activating = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private Engine(FlowCatalog catalog, Workshop shop) {
    this.catalog = catalog;
    this.shop = shop;
    this.activation = new Activation(shop.store(), catalog, shop.options());
  }

  /** An engine that runs nothing yet. The store stays the caller's, who closes it afterwards. */
  public static Engine open(FlowStore store, FlowCatalog catalog, EngineOptions options) {
    Workshop shop =
        new Workshop(
            store,
            options,
            Threads.open(),
            Executors.newSingleThreadScheduledExecutor(Engine::timer),
            new Workers(options.workers()),
            new Listeners(options.listeners()),
            new AtomRunner(options.clock(), store.maxPayloadBytes()));
    Engine engine = new Engine(catalog, shop);
    long pause = Math.max(1, options.leaseDuration().toMillis() / RENEWALS_PER_LEASE);
    Future<?> unused =
        shop.timer().scheduleWithFixedDelay(engine::renew, pause, pause, TimeUnit.MILLISECONDS);
    return engine;
  }

  private static Thread timer(Runnable body) {
    Thread thread = new Thread(body, "portage-timer");
    thread.setDaemon(true);
    return thread;
  }

  private void renew() {
    for (FlowRun run : runs.values()) {
      try {
        run.renew();
      } catch (RuntimeException e) {
        LOG.warn("the lease of flow '{}' could not be renewed; tried again soon", run.id(), e);
      }
    }
  }

  /** Stores a flow under a new id and begins to run it; see the other {@code submit}. */
  public FlowHandle submit(String flow, Consumer<InputValues> inputs) {
    return submit(flow, FlowId.next(shop.options().clock()), inputs);
  }

  /**
   * Stores a flow and begins to run it. Durable on return, in one write: if this method returns,
   * the flow will be run, by this engine or another.
   *
   * @param flow its name in the catalog
   * @param id under which it is stored; an id chosen by the caller makes a repeated submit harmless
   * @param inputs puts the values that the flow requires
   * @throws FlowNotFoundException if the catalog has no such flow
   * @throws dev.portage.model.DefinitionException with every mistake of the flow and its inputs
   * @throws FlowExistsException if a flow of that id is stored already, whatever it is
   * @throws EngineClosedException if this engine is closed
   */
  public FlowHandle submit(String flow, FlowId id, Consumer<InputValues> inputs) {
    return submit(flow, id, payload(inputs));
  }

  /**
   * The same with inputs as JSON.
   *
   * @param inputs a JSON object from slot name to value
   */
  public FlowHandle submit(String flow, FlowId id, Payload inputs) {
    checkOpen("flow '" + id + "' was not submitted");
    Target target = target(flow, inputs);
    FlowHeader header =
        create(
            new FlowHeader.Key(id, flow, target.variant()), inputs, target, shop.options().claim());
    return FlowHandle.of(
        drive(FlowRecord.of(header, target.shape(), target.firstRows(inputs)), target));
  }

  /** Stores a flow for any engine to run; see the other {@code enqueue}. */
  public FlowId enqueue(String flow, FlowId id, Consumer<InputValues> inputs) {
    return enqueue(flow, id, payload(inputs));
  }

  /**
   * Stores a flow without running it. It is PENDING and free: whoever calls {@link #resume} or
   * {@link #resumeAll} next runs it.
   *
   * @param inputs a JSON object from slot name to value
   * @throws RuntimeException as {@code submit} does
   */
  public FlowId enqueue(String flow, FlowId id, Payload inputs) {
    checkOpen("flow '" + id + "' was not enqueued");
    Target target = target(flow, inputs);
    create(new FlowHeader.Key(id, flow, target.variant()), inputs, target, LeaseChange.keep());
    return id;
  }

  private static Payload payload(Consumer<InputValues> inputs) {
    InputValues values = new InputValues();
    inputs.accept(values);
    return values.payload();
  }

  private Target target(String flow, Payload inputs) {
    return catalog
        .newborn(flow, inputs)
        .orElseThrow(
            () ->
                new FlowNotFoundException(
                    "the catalog has no flow '" + flow + "', only " + catalog.flows()));
  }

  private FlowHeader create(FlowHeader.Key key, Payload inputs, Target target, LeaseChange lease) {
    FlowWrite.Head head =
        new FlowWrite.Head(
            FlowState.PENDING,
            inputs,
            null,
            target.shape(),
            shop.options().admission().birthStamp(key.flow()));
    FlowWrite write =
        new FlowWrite(
            key, FlowWrite.Expected.ABSENT, head, target.firstRows(inputs), List.of(), lease, null);
    try {
      return shop.store().commit(write).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * Goes on with a stored flow from where it is: one that was suspended, left behind by a crash, or
   * not begun; one in FAILURE tries what it owes again. A flow that is finished is not run again:
   * its handle has its result.
   *
   * @return a handle; the same run's if this engine drives the flow already
   * @throws FlowNotFoundException if there is no such flow
   * @throws FlowRefusedException if the code does not understand what is stored; nothing was
   *     changed
   * @throws FlowBusyException if another engine drives it; nothing was changed
   * @throws dev.portage.store.CorruptRecordException if what is stored of it cannot be read
   * @throws EngineClosedException if this engine is closed
   */
  public FlowHandle resume(FlowId id) {
    return enter(id, activation::activate);
  }

  /**
   * Runs a flow that is over - SUCCESS, REVERTED or FAILURE - again from the beginning, with its
   * stored inputs and today's code. Outputs and failures are cleared, and kept in the journal;
   * attempts count on, so idempotency keys are new.
   *
   * @throws FlowRefusedException if the flow is not over, or cannot be built from its inputs
   * @throws RuntimeException as {@link #resume} does
   */
  public FlowHandle restart(FlowId id) {
    return enter(id, activation::restart);
  }

  private FlowHandle enter(FlowId id, Function<FlowId, Activation.Activated> activate) {
    checkOpen("flow '" + id + "' was not taken up");
    FlowRun running = runs.get(id);
    if (running != null) {
      return FlowHandle.of(running);
    }
    if (!activating.add(id)) {
      throw new FlowBusyException(id, shop.options().owner(), null);
    }
    try {
      Activation.Activated activated = activate.apply(id);
      Target target = activated.target();
      return target == null
          ? FlowHandle.done(FlowResult.of(activated.stored()))
          : FlowHandle.of(drive(activated.stored(), target));
    } finally {
      activating.remove(id);
    }
  }

  /** {@link #resumeAll(ResumeOptions)} for every flow that was never begun or left by a crash. */
  public ResumeReport resumeAll() throws InterruptedException {
    return resumeAll(ResumeOptions.defaults());
  }

  /**
   * Resumes every flow that the options mean and nobody drives, in the order of their ids. What is
   * wrong with one never keeps another from being resumed. Returns when the last has been resumed,
   * not when it has ended.
   *
   * @throws dev.portage.store.StoreUnavailableException if the store cannot be searched; flows that
   *     were resumed by then go on
   * @throws InterruptedException if interrupted while waiting for a flow to end; likewise
   */
  public ResumeReport resumeAll(ResumeOptions options) throws InterruptedException {
    checkOpen("no flow was resumed");
    return new Recovery(this, shop, options).resumeAll();
  }

  private FlowRun drive(FlowRecord stored, Target target) {
    FlowRun run = new FlowRun(shop, target, stored);
    runs.put(run.id(), run);
    Future<?> unused = run.result().whenComplete((result, thrown) -> runs.remove(run.id(), run));
    run.start();
    if (closed) {
      run.halt(); // closed in between, perhaps without having seen this run
    }
    return run;
  }

  private void checkOpen(String attempted) {
    if (closed) {
      throw new EngineClosedException(attempted + ": the engine is closed; open another");
    }
  }

  /**
   * Stops driving flows. Nothing more is begun; what runs is waited for and stored, up to the
   * options' patience. Flows stay in the state they are in and are free at once, so that another
   * engine can resume them. Where a task still runs after that, its thread is interrupted, what it
   * does is no longer stored, and its flow's lease is left to end by itself. Who waits for an
   * unfinished flow gets {@link EngineClosedException}. Closing again has no effect.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<FlowRun> open = new ArrayList<>(runs.values());
    open.forEach(FlowRun::halt);
    boolean interrupted = !Patience.awaitAll(open, shop.options().closePatience());
    open.forEach(FlowRun::abandon);
    interrupted |= !Patience.awaitAll(open, Patience.FOR_BOOKKEEPING);
    shop.timer().shutdownNow();
    shop.threads().shutdownNow();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

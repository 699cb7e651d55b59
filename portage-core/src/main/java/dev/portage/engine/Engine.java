package dev.portage.engine;

import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs flows and stores what each task did, so that any engine on the same store can go on from
 * there. Thread-safe.
 *
 * <p>A flow is driven by one engine at a time: the one that holds its lease. An engine that dies
 * loses its leases when they end; {@link #resumeAll} of any engine then takes its flows over.
 */
public final class Engine implements AutoCloseable {
  private static final int RENEWALS_PER_LEASE = 3;

  private final Workshop shop;
  private final Submission submission;
  private final Activation activation;
  private final Runs runs;
  private final Claims claims;
  private volatile boolean closed;

  private Engine(FlowCatalog catalog, Workshop shop) {
    this.shop = shop;
    this.runs = new Runs(shop);
    this.claims = new Claims(shop.store(), shop.options().admission());
    this.submission = new Submission(shop.store(), catalog, shop.options());
    this.activation = new Activation(shop.store(), catalog, shop.options());
  }

  /** An engine that runs nothing yet. The store stays the caller's, who closes it afterwards. */
  public static Engine open(FlowStore store, FlowCatalog catalog, EngineOptions given) {
    EngineOptions options = given.withAdmission(given.admission().over(store, catalog));
    Workshop shop =
        new Workshop(
            store,
            options,
            Threads.open(),
            timer(),
            new Workers(options.workers()),
            new Listeners(options.listeners()),
            new AtomRunner(options.clock(), store.maxPayloadBytes()));
    Engine engine = new Engine(catalog, shop);
    long pause = Math.max(1, options.leaseDuration().toMillis() / RENEWALS_PER_LEASE);
    Future<?> unused =
        shop.timer()
            .scheduleWithFixedDelay(engine.runs::renew, pause, pause, TimeUnit.MILLISECONDS);
    Duration period = options.retention();
    if (period != null) {
      Retention retention = new Retention(shop, period);
      Future<?> unusedToo =
          shop.timer().scheduleWithFixedDelay(retention::look, 0, pause, TimeUnit.MILLISECONDS);
    }
    return engine;
  }

  /** Renewals may have to wait for the store; timeouts must not wait for renewals. */
  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            2,
            body -> {
              Thread thread = new Thread(body, "portage-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true); // most timeouts are called off long before their time
    return timer;
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
   * @throws dev.portage.store.StoreUnavailableException if the store could not be reached; nobody
   *     can know then whether the flow is stored
   * @throws EngineClosedException if this engine is closed
   */
  public FlowHandle submit(String flow, FlowId id, Consumer<InputValues> inputs) {
    return submit(flow, id, Submission.payload(inputs));
  }

  /**
   * The same with inputs as JSON.
   *
   * @param inputs a JSON object from slot name to value
   */
  public FlowHandle submit(String flow, FlowId id, Payload inputs) {
    checkOpen("flow '" + id + "' was not submitted");
    Activation.Activated stored = submission.store(flow, id, inputs, shop.options().claim());
    return FlowHandle.of(runs.drive(stored, Demand.GO_ON));
  }

  /** Stores a flow for any engine to run; see the other {@code enqueue}. */
  public FlowId enqueue(String flow, FlowId id, Consumer<InputValues> inputs) {
    return enqueue(flow, id, Submission.payload(inputs));
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
    Activation.Activated unused = submission.store(flow, id, inputs, LeaseChange.keep());
    return id;
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
    checkOpen("flow '" + id + "' was not resumed");
    while (true) {
      FlowRun running = runs.find(id);
      FlowHandle handle =
          running == null
              ? runs.enter(id, Demand.GO_ON, () -> activation.activate(id))
              : FlowHandle.of(running);
      if (handle != null) {
        return handle;
      }
    }
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
    checkOpen("flow '" + id + "' was not restarted");
    FlowHandle handle = runs.enter(id, Demand.GO_ON, () -> activation.restart(id));
    if (handle == null) {
      throw new FlowRefusedException(
          id, "flow '" + id + "' is not restarted: this engine drives it; await its end first");
    }
    return handle;
  }

  /**
   * Reverts a flow, whether this engine drives it or it is stored and nobody does. Nothing more
   * begins to execute; what executes goes on to its end; then everything that was done, or has
   * failed, is reverted in the ordinary order. Retries are not asked. The flow ends in REVERTED, or
   * in FAILURE if something could not be reverted. Of a flow that a crash has left, a task in doubt
   * is executed once more and then reverted; {@link #cancel} does not execute it.
   *
   * <p>The decision is durable on return and outlives a crash: {@link #resume} goes on reverting. A
   * revert ends a suspension; {@link FlowHandle#suspend} can pause it in turn.
   *
   * @return a handle to wait for the end with
   * @throws FlowRefusedException if the flow is SUCCESS or REVERTED, or as {@link #resume} does
   * @throws RuntimeException as {@link #resume} does
   */
  public FlowHandle revert(FlowId id) {
    checkOpen("flow '" + id + "' was not reverted");
    return runs.demand(id, Demand.REVERT, () -> activation.revert(id));
  }

  /**
   * Reverts a flow as {@link #revert} does, but does not let what executes go on to its end: the
   * threads of executing bodies are interrupted, pauses between their repetitions end, and of a
   * flow that a crash has left nothing is executed again. These tasks fail, with a failure that
   * says why, and are reverted as failed tasks are. One that ends normally all the same is SUCCESS,
   * and reverted. What reverts is not interrupted.
   *
   * <p>A body that ignores its interrupt is waited for: it is never reverted while it runs.
   *
   * @return a handle to wait for the end with
   * @throws RuntimeException as {@link #revert} does
   */
  public FlowHandle cancel(FlowId id) {
    checkOpen("flow '" + id + "' was not cancelled");
    return runs.demand(id, Demand.CANCEL, () -> activation.revert(id));
  }

  /**
   * Takes a stored flow up to be driven one body at a time, for tests.
   *
   * @return to be closed; of a flow that is finished it has no steps
   * @throws FlowBusyException if this engine or another drives the flow
   * @throws RuntimeException as {@link #resume} does
   */
  public FlowStepper stepwise(FlowId id) {
    checkOpen("flow '" + id + "' was not taken up");
    FlowHandle handle = runs.enter(id, Demand.STEP, () -> activation.activate(id));
    if (handle == null) {
      throw new FlowBusyException(id, shop.options().owner(), null);
    }
    return FlowStepper.of(handle);
  }

  /** {@link #resumeAll(ResumeOptions)} for every flow that was never begun or left by a crash. */
  public ResumeReport resumeAll() throws InterruptedException {
    return resumeAll(ResumeOptions.defaults());
  }

  /**
   * Resumes every flow that the options mean and nobody drives, in the order of their ids. What is
   * wrong with one never keeps another from being resumed. Returns when the last has been resumed,
   * not when it has ended. Flows that newer code has written are not fetched, and those that were
   * refused for their shape are fetched once; see {@link ResumeReport#left}.
   *
   * @throws dev.portage.store.StoreUnavailableException if the store cannot be searched; flows that
   *     were resumed by then go on
   * @throws InterruptedException if interrupted while waiting for a flow to end; likewise
   */
  public ResumeReport resumeAll(ResumeOptions options) throws InterruptedException {
    checkOpen("no flow was resumed");
    return new Recovery(this, shop, claims, options).resumeAll();
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
    boolean interrupted = !runs.close();
    shop.timer().shutdownNow();
    shop.threads().close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

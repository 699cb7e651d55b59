package dev.portage.engine;

import dev.portage.store.FlowId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The flows that one engine drives. Thread-safe. */
final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  private final Workshop shop;
  private final Map<FlowId, FlowRun> open = new ConcurrentHashMap<>();
  private final Set<FlowId> entering = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Runs(Workshop shop) {
    this.shop = shop;
  }

  /** The run of a flow; null if there is none, or it is over. */
  @Nullable FlowRun find(FlowId id) {
    FlowRun run = open.get(id);
    return run == null || run.result().isDone() ? null : run;
  }

  void renew() {
    for (FlowRun run : open.values()) {
      try {
        run.renew();
      } catch (RuntimeException e) {
        LOG.warn("the lease of flow '{}' could not be renewed; tried again soon", run.id(), e);
      }
    }
  }

  /**
   * Takes a flow up that is not driven here. That it is to be reverted is durable on return.
   *
   * @param activate claims the stored flow, or refuses
   * @return null if it is driven here
   */
  @Nullable FlowHandle enter(FlowId id, Demand demand, Supplier<Activation.Activated> activate) {
    if (find(id) != null) {
      return null;
    }
    if (!entering.add(id)) {
      throw new FlowBusyException(id, shop.options().owner(), null);
    }
    try {
      if (find(id) != null) {
        return null; // taken up in between; a second claim would take it from ourselves
      }
      Activation.Activated activated = activate.get();
      return activated.target() == null
          ? FlowHandle.done(FlowResult.of(activated.stored()))
          : FlowHandle.of(drive(activated, demand));
    } finally {
      entering.remove(id);
    }
  }

  /** Drives a flow that this engine has claimed. */
  FlowRun drive(Activation.Activated activated, Demand demand) {
    Target target = Objects.requireNonNull(activated.target(), "nothing to run");
    FlowRun run = new FlowRun(shop, target, activated.stored());
    open.put(run.id(), run);
    Future<?> unused = run.result().whenComplete((result, thrown) -> open.remove(run.id(), run));
    CompletableFuture<Boolean> started = run.start(demand);
    if (closed) {
      run.halt(); // closed in between, perhaps without having seen this run
    }
    boolean unusedToo = demand.reverts() && isDurable(run, started);
    return run;
  }

  /**
   * Has a flow reverted, whether it is driven here or stored; the decision is durable on return.
   *
   * @param activate claims the stored flow, or refuses
   */
  FlowHandle demand(FlowId id, Demand demand, Supplier<Activation.Activated> activate) {
    while (true) {
      FlowRun running = find(id);
      if (running != null && isDurable(running, running.demand(demand))) {
        return FlowHandle.of(running);
      }
      FlowHandle handle = enter(id, demand, activate);
      if (handle != null) {
        return handle;
      }
    }
  }

  /** Waits for what a run says about a demand; false if it was at its end before. */
  private boolean isDurable(FlowRun run, CompletableFuture<Boolean> answer) {
    Duration atMost = shop.options().leaseDuration().plus(Patience.FOR_BOOKKEEPING);
    try {
      return answer
          .applyToEither(run.result().thenApply(over -> false), taken -> taken)
          .orTimeout(atMost.toNanos(), TimeUnit.NANOSECONDS)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new FlowBusyException(run.id(), shop.options().owner(), null);
      }
      throw e.getCause() instanceof RuntimeException runtime ? runtime : e;
    }
  }

  /** Halts every run and waits as long as the options say; false if interrupted. */
  boolean close() {
    closed = true;
    List<FlowRun> all = List.copyOf(open.values());
    all.forEach(FlowRun::halt);
    boolean patient = Patience.awaitAll(all, shop.options().closePatience());
    all.forEach(FlowRun::abandon);
    return Patience.awaitAll(all, Patience.FOR_BOOKKEEPING) && patient;
  }
}

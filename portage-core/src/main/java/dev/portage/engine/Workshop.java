package dev.portage.engine;

import dev.portage.store.FlowStore;
import java.util.concurrent.ScheduledExecutorService;

/** What the runs of one engine share. */
record Workshop(
    FlowStore store,
    EngineOptions options,
    Threads threads,
    ScheduledExecutorService timer,
    Workers workers,
    Listeners listeners,
    AtomRunner runner) {}

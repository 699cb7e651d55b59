package dev.portage.cli.demo;

import dev.portage.cli.demo.outside.Ledger;
import dev.portage.model.AtomName;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the kill left behind.
 *
 * @param tasks how many tasks all flows have together
 * @param done how many of them the outside world had seen at the kill
 * @param finished how many flows were finished
 * @param unbegun how many had not begun
 * @param unfinished the flows that were not finished, sorted
 * @param inDoubt how many tasks were cut off, by name
 * @param sample a flow whose task was cut off, or else any unfinished one
 */
record Crash(
    int tasks,
    int done,
    int finished,
    int unbegun,
    List<FlowId> unfinished,
    Map<String, Integer> inDoubt,
    FlowId sample) {
  private static final int TASKS_PER_FLOW = 4;
  private static final long GLANCE_MILLIS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How many tasks were cut off. */
  int doubts() {
    return inDoubt.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Runs release 1 until so many tasks are done, and kills it. */
  static Crash play(DemoFiles files, DemoSetting setting) {
    int tasks = setting.flows() * TASKS_PER_FLOW;
    int enough = tasks * setting.killAt() / 100;
    Ledger ledger = new Ledger(files.ledger());
    try (DemoProcess process =
        DemoProcess.start(
            files, "release-1", setting.seed(), "orders", String.valueOf(setting.flows()))) {
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!process.hasSaid("submitted") || ledger.size() < enough) {
        if (!process.runsAfter(GLANCE_MILLIS)) {
          throw process.failed();
        }
        if (Instant.now().isAfter(deadline)) {
          throw new DemoException("release 1 did not get so far in " + PATIENCE.toSeconds() + " s");
        }
      }
      process.kill();
    }
    int done = (int) ledger.size();
    awaitEndOfLeases(files);
    return look(files, tasks, done);
  }

  /** A dead process keeps its flows until its leases end: nobody can know that it is dead. */
  private static void awaitEndOfLeases(DemoFiles files) {
    try (FlowReader reader = FlowStores.openForReading(files.storeUrl())) {
      Instant last =
          reader.find(FlowQuery.unfinished()).stream()
              .map(header -> header.lease().until())
              .filter(until -> until != null)
              .max(Instant::compareTo)
              .orElse(Instant.EPOCH);
      Pause.until(last.plusMillis(GLANCE_MILLIS));
    }
  }

  private static Crash look(DemoFiles files, int tasks, int done) {
    try (FlowReader reader = FlowStores.openForReading(files.storeUrl())) {
      List<FlowId> unfinished =
          reader.find(FlowQuery.unfinished()).stream().map(FlowHeader::id).toList();
      int finished = reader.find(FlowQuery.all().in(FlowQuery.Scope.FINISHED)).size();
      if (unfinished.isEmpty()) {
        throw new DemoException(
            "this machine was too slow to kill release 1 in time: all of its flows are finished"
                + "\n  next: run the demo again, or with more orders: --flows 200");
      }
      Map<String, Integer> inDoubt = new TreeMap<>();
      int unbegun = 0;
      FlowId sample = unfinished.get(0);
      for (FlowId id : unfinished) {
        FlowRecord flow = reader.load(id).orElseThrow();
        unbegun += flow.touched().isEmpty() ? 1 : 0;
        for (Map.Entry<AtomName, AtomRecord> atom : flow.touched().entrySet()) {
          if (atom.getValue().state().isInDoubt()) {
            inDoubt.merge(atom.getKey().toString(), 1, Integer::sum);
            sample = id;
          }
        }
      }
      return new Crash(tasks, done, finished, unbegun, unfinished, inDoubt, sample);
    }
  }
}

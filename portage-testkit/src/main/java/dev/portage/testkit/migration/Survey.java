package dev.portage.testkit.migration;

import dev.portage.migration.Finding;
import dev.portage.migration.Outcome;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * What becomes of flows of one released shape, wherever they are.
 *
 * @param frontiers where they may be
 * @param found what became of those that there was time for, in the order of the frontiers
 */
record Survey(Trial trial, SampleFlows flows, Frontiers frontiers, List<Found> found) {
  private static final int FLOWS_PER_STAGE = 1_000;

  /**
   * One flow.
   *
   * @param done which atoms were done
   * @param before the flow as it was
   * @param outcome of migrating it
   * @param after the flow as it is then
   */
  record Found(BitSet done, FlowRecord before, Outcome outcome, FlowRecord after) {
    /** Whether an engine would go on with it. */
    boolean isOpen() {
      return outcome instanceof Outcome.Migrated || outcome instanceof Outcome.Current;
    }

    List<Finding> findings() {
      if (outcome instanceof Outcome.Migrated migrated) {
        return migrated.findings();
      }
      if (outcome instanceof Outcome.Blocked blocked) {
        return blocked.findings();
      }
      return outcome instanceof Outcome.Stuck stuck ? stuck.findings() : List.of();
    }
  }

  /** Migrates a flow at each frontier, or at a sample, for at most so long. */
  static Survey of(Trial trial, Setup.Limits limits, Duration within) {
    Random random = new Random(limits.seed() + trial.number());
    Frontiers frontiers = Frontiers.of(trial.shape(), limits.frontiers(), random);
    SampleFlows flows = new SampleFlows(trial);
    List<Found> found = new ArrayList<>();
    long end = System.nanoTime() + within.toNanos();
    Stage stage = new Stage(trial);
    try {
      for (BitSet done : frontiers.all()) {
        if (System.nanoTime() > end && !found.isEmpty()) {
          break;
        }
        if (stage.size() >= FLOWS_PER_STAGE) {
          stage.close();
          stage = new Stage(trial);
        }
        FlowRecord record = flows.at(done);
        FlowId id = stage.put(record);
        FlowRecord before = stage.stored(id);
        Outcome outcome = stage.migrate(id);
        found.add(new Found(done, before, outcome, stage.stored(id)));
      }
    } finally {
      stage.close();
    }
    return new Survey(trial, flows, frontiers, List.copyOf(found));
  }

  /** How many were tried, of how many. */
  String words() {
    return found.size()
        + (found.size() < frontiers.all().size()
            ? " of " + frontiers.all().size() + " frontiers, for want of time"
            : " frontiers")
        + (frontiers.isSample() ? ", a sample" : "");
  }
}

package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what an engine has done since it was opened: a listener to be handed to its options.
 * Thread-safe.
 */
public final class RunStatistics implements FlowListener {
  private final Map<String, Map<FlowState, Long>> flows = new ConcurrentHashMap<>();
  private final Map<String, Count> tasks = new ConcurrentHashMap<>();

  /**
   * What became of the executions of one task.
   *
   * @param succeeded how many ended in SUCCESS
   * @param failed how many ended in FAILURE
   * @param total how long all of them took
   * @param longest how long the longest took
   */
  public record Count(long succeeded, long failed, Duration total, Duration longest) {
    private static final Count NONE = new Count(0, 0, Duration.ZERO, Duration.ZERO);

    private Count and(boolean success, Duration took) {
      return new Count(
          succeeded + (success ? 1 : 0),
          failed + (success ? 0 : 1),
          total.plus(took),
          took.compareTo(longest) > 0 ? took : longest);
    }

    /** The mean of an execution; zero if there was none. */
    public Duration mean() {
      long all = succeeded + failed;
      return all == 0 ? Duration.ZERO : total.dividedBy(all);
    }
  }

  @Override
  public void onAtom(AtomTransition transition) {
    boolean success = transition.to() == AtomState.SUCCESS;
    boolean hadBody = transition.attempt() > 0; // a fan-out as a whole has none
    if (transition.from() == AtomState.RUNNING
        && hadBody
        && (success || transition.to() == AtomState.FAILURE)) {
      Duration took = transition.took();
      String task = transition.flow().flow() + "/" + transition.atom().template();
      tasks.merge(
          task,
          Count.NONE.and(success, took == null ? Duration.ZERO : took),
          (old, one) -> old.and(success, one.total()));
    }
  }

  @Override
  public void onFlow(FlowTransition transition) {
    flows.compute(
        transition.flow().flow(),
        (name, old) -> {
          Map<FlowState, Long> counts = new EnumMap<>(FlowState.class);
          if (old != null) {
            counts.putAll(old);
          }
          counts.merge(transition.to(), 1L, Long::sum);
          return counts;
        });
  }

  /** How often flows of each name came into each state, sorted by name; a copy. */
  public Map<String, Map<FlowState, Long>> flows() {
    return new TreeMap<>(flows);
  }

  /** What became of the executions of each task, under {@code flow/task}, sorted; a copy. */
  public Map<String, Count> tasks() {
    return new TreeMap<>(tasks);
  }
}

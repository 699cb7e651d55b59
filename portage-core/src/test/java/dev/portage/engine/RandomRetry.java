package dev.portage.engine;

import dev.portage.engine.RandomFlow.Atom;
import dev.portage.model.Failure;
import dev.portage.model.Inputs;
import dev.portage.model.Outputs;
import dev.portage.model.Retry;
import dev.portage.model.RetryHistory;
import dev.portage.model.RetryStrategy;
import dev.portage.model.Slot;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A retry of a random flow.
 *
 * @param requires for {@link Kind#FOR_EACH_OF} the slot of the values to be tried
 */
record RandomRetry(String name, Kind kind, Nature nature, List<String> requires) implements Atom {
  /** Its strategy. */
  enum Kind {
    TIMES,
    TIMES_PROVIDING,
    FOR_EACH,
    FOR_EACH_OF,
    ALWAYS_REVERT,
    ALWAYS_REVERT_ALL,
    OWN
  }

  /**
   * How it goes about it.
   *
   * @param limit attempts or values; at least one attempt
   * @param revertsAll whether it reverts everything once it gives up
   * @param cannotDecide the attempt after which its own strategy fails to decide; 0 for none
   * @param cannotGive the attempt for which its own strategy has no value; 0 for none
   */
  record Nature(int limit, boolean revertsAll, int cannotDecide, int cannotGive) {
    int attempts() {
      return Math.max(1, limit);
    }

    /** What FOR_EACH tries. */
    List<Integer> values() {
      return IntStream.range(0, limit).mapToObj(i -> 10 * (i / 2)).toList();
    }
  }

  @Override
  public List<String> provides() {
    return switch (kind) {
      case TIMES, ALWAYS_REVERT, ALWAYS_REVERT_ALL -> List.of();
      case TIMES_PROVIDING, FOR_EACH, FOR_EACH_OF -> List.of("of-" + name);
      case OWN -> List.of("of-" + name, "more-of-" + name);
    };
  }

  @Override
  public int priority() {
    return 0;
  }

  /** The retry in code. */
  Retry inCode() {
    Slot<Integer> slot = Slot.of("of-" + name, Integer.class);
    Retry retry =
        switch (kind) {
          case TIMES -> Retry.times(name, nature.attempts());
          case TIMES_PROVIDING -> Retry.times(name, nature.attempts()).provides(slot);
          case FOR_EACH -> Retry.forEach(name, slot, nature.values());
          case FOR_EACH_OF ->
              Retry.forEachOf(name, slot, Slot.listOf(requires.get(0), Integer.class));
          case ALWAYS_REVERT -> Retry.alwaysRevert(name);
          case ALWAYS_REVERT_ALL -> Retry.alwaysRevertAll(name);
          case OWN -> Retry.of(name, new Own(slot)).provides(slot, more());
        };
    return nature.revertsAll() ? retry.revertingAll() : retry;
  }

  private Slot<Integer> more() {
    return Slot.of("more-of-" + name, Integer.class);
  }

  /** Tries again for a single failure, gives everything up for several, and goes wrong itself. */
  private final class Own implements RetryStrategy {
    private final Slot<Integer> slot;

    Own(Slot<Integer> slot) {
      this.slot = slot;
    }

    @Override
    public @Nullable Decision onFailure(RetryHistory history, Inputs in) {
      Map<String, Failure> last = history.failures(history.size() - 1);
      if (history.size() == nature.cannotDecide()) {
        throw new IllegalStateException(name + " cannot decide");
      }
      if (last.size() > 1) {
        return Decision.REVERT_ALL;
      }
      boolean asGiven = history.values(slot).contains(history.size());
      return asGiven && history.size() < nature.attempts() ? Decision.RETRY : Decision.REVERT;
    }

    @Override
    public Object execute(RetryHistory history, Inputs in) {
      int attempt = history.size() + 1;
      if (attempt == nature.cannotGive()) {
        throw new IllegalStateException(name + " has no value");
      }
      return Outputs.of(slot, attempt).and(more(), -attempt);
    }

    @Override
    public String describe() {
      return "own";
    }
  }
}

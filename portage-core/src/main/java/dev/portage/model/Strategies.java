package dev.portage.model;

import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The strategies that every application wants. */
final class Strategies {
  private Strategies() {}

  /** The same answer to every failure. */
  record Always(RetryStrategy.Decision decision) implements RetryStrategy {
    @Override
    public Decision onFailure(RetryHistory history, Inputs in) {
      return decision;
    }

    @Override
    public @Nullable Object execute(RetryHistory history, Inputs in) {
      return null;
    }

    @Override
    public String describe() {
      return decision == Decision.REVERT_ALL ? "always-revert-all" : "always-revert";
    }
  }

  /** A number of attempts. */
  record Times(int attempts) implements RetryStrategy {
    Times {
      if (attempts < 1) {
        throw new IllegalArgumentException("a flow is tried at least once, found " + attempts);
      }
    }

    @Override
    public Decision onFailure(RetryHistory history, Inputs in) {
      return history.size() < attempts ? Decision.RETRY : Decision.REVERT;
    }

    @Override
    public Object execute(RetryHistory history, Inputs in) {
      return history.size() + 1;
    }

    @Override
    public String describe() {
      return "times " + attempts;
    }
  }

  /** An attempt for each of some values. */
  record ForEach<T>(Slot<T> slot, List<T> values) implements RetryStrategy {
    ForEach {
      values = List.copyOf(values);
    }

    @Override
    public Decision onFailure(RetryHistory history, Inputs in) {
      return decide(history.values(slot), values);
    }

    @Override
    public Object execute(RetryHistory history, Inputs in) {
      return next(history.values(slot), values);
    }

    @Override
    public String describe() {
      return "for-each " + values.size();
    }
  }

  /** An attempt for each value of a slot. */
  record ForEachOf<T>(Slot<T> slot, Slot<List<T>> values) implements RetryStrategy {
    @Override
    public Decision onFailure(RetryHistory history, Inputs in) {
      return decide(history.values(slot), in.get(values));
    }

    @Override
    public Object execute(RetryHistory history, Inputs in) {
      return next(history.values(slot), in.get(values));
    }

    @Override
    public String describe() {
      return "for-each-of " + values.name();
    }
  }

  /** Another strategy, that never leaves a flow half reverted. */
  record RevertingAll(RetryStrategy strategy) implements RetryStrategy {
    @Override
    public Decision onFailure(RetryHistory history, Inputs in) throws Exception {
      Decision decision = strategy.onFailure(history, in);
      return decision == Decision.RETRY ? decision : Decision.REVERT_ALL;
    }

    @Override
    public @Nullable Object execute(RetryHistory history, Inputs in) throws Exception {
      return strategy.execute(history, in);
    }

    @Override
    public String describe() {
      return strategy.describe() + " revert-all";
    }
  }

  private static <T> RetryStrategy.Decision decide(List<@Nullable T> tried, List<T> values) {
    return tried.containsAll(values) ? RetryStrategy.Decision.REVERT : RetryStrategy.Decision.RETRY;
  }

  private static <T> T next(List<@Nullable T> tried, List<T> values) {
    for (T value : values) {
      if (!tried.contains(value)) {
        return value;
      }
    }
    throw new NoSuchElementException("no value is left of the " + values.size() + " to be tried");
  }
}

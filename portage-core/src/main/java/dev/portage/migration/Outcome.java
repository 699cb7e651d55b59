package dev.portage.migration;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of migrating one flow. In every case but the first nothing was written. */
public sealed interface Outcome {
  /** The word for it, as in counts and JSON. */
  String word();

  /**
   * It was carried over.
   *
   * @param plan by what
   * @param findings what was found, none of them an error
   * @param revision the one that this made
   */
  record Migrated(Plan.Ready plan, List<Finding> findings, long revision) implements Outcome {
    @Override
    public String word() {
      return "migrated";
    }
  }

  /** There was nothing to do. */
  record Current() implements Outcome {
    @Override
    public String word() {
      return "current";
    }
  }

  /** It is finished; nothing is owed. */
  record Finished() implements Outcome {
    @Override
    public String word() {
      return "finished";
    }
  }

  /** Where it is forbids the plan. */
  record Blocked(List<Finding> findings) implements Outcome {
    @Override
    public String word() {
      return "blocked";
    }
  }

  /** No plan leads from its shape to the code's. */
  record Stuck(String why, List<Finding> findings) implements Outcome {
    @Override
    public String word() {
      return "stuck";
    }
  }

  /**
   * Newer code wrote it.
   *
   * @param unknownSteps see {@link Plan.Newer}
   * @param why in a clause
   */
  record Newer(List<String> unknownSteps, String why) implements Outcome {
    @Override
    public String word() {
      return "newer";
    }
  }

  /**
   * Somebody drives it, or changed it at the same moment.
   *
   * @param owner null if it was only changed
   * @param until when the owner's lease ends; null if there is none
   */
  record Busy(@Nullable String owner, @Nullable Instant until) implements Outcome {
    @Override
    public String word() {
      return "busy";
    }
  }

  /** The user's map threw, or what is stored cannot be read. */
  record Failed(String why) implements Outcome {
    @Override
    public String word() {
      return "failed";
    }
  }

  /** There is no such flow. */
  record NotFound() implements Outcome {
    @Override
    public String word() {
      return "not found";
    }
  }
}

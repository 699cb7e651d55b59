package dev.portage.migration;

import dev.portage.store.RunId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of undoing the migration of one flow. In every case but the first nothing was written.
 */
public sealed interface UndoOutcome {
  /** How a migration is taken back. */
  enum Grade {
    /** The flow has not gone on: it becomes what it was, exactly. */
    RESTORE,
    /** It has gone on, and every operation is taken back by its inverse. */
    LENS;

    /** The word for it, as in counts and JSON. */
    public String word() {
      return this == RESTORE ? "restore" : "lens";
    }
  }

  /** The word for it, as in counts and JSON. */
  String word();

  /**
   * It was taken back, or would be.
   *
   * @param grade how
   * @param run under which the migration was made
   * @param steps what the migration was made of
   * @param findings what should be known; none is an error
   */
  record Undone(Grade grade, RunId run, List<String> steps, List<Finding> findings)
      implements UndoOutcome {
    /** Copies the lists. */
    public Undone {
      steps = List.copyOf(steps);
      findings = List.copyOf(findings);
    }

    @Override
    public String word() {
      return "undone";
    }
  }

  /**
   * There is no way back.
   *
   * @param reasons at least one, each a sentence
   */
  record Refused(List<String> reasons) implements UndoOutcome {
    /** Copies the list. */
    public Refused {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String word() {
      return "refused";
    }
  }

  /**
   * Somebody drives it, or changed it at the same moment.
   *
   * @param owner null if it was only changed
   * @param until when the owner's lease ends; null if there is none
   */
  record Busy(@Nullable String owner, @Nullable Instant until) implements UndoOutcome {
    @Override
    public String word() {
      return "busy";
    }
  }

  /** What is stored cannot be read, or the user's map threw. */
  record Failed(String why) implements UndoOutcome {
    @Override
    public String word() {
      return "failed";
    }
  }

  /** There is no such flow. */
  record NotFound() implements UndoOutcome {
    @Override
    public String word() {
      return "not found";
    }
  }
}

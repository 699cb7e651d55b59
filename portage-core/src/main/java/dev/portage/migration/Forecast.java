package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.store.CensusLine;
import dev.portage.store.SituationCount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of the flows of one shape.
 *
 * @param line the shape and how many flows have it
 * @param verdict over the shape: BLOCKED only if every unfinished flow is blocked
 * @param why of STUCK, NEWER and UNKNOWN, in a sentence; empty otherwise
 * @param target what the code has today, for the sample of the line; null if there is none
 * @param plan null if there is none to be made
 * @param situations where the unfinished flows are, most flows first; empty for a shape that is
 *     current, stuck, newer, finished or unknown
 */
public record Forecast(
    CensusLine line,
    Verdict verdict,
    String why,
    @Nullable Target target,
    @Nullable Plan plan,
    List<Position> situations) {
  /** Copies the list. */
  public Forecast {
    situations = List.copyOf(situations);
  }

  /**
   * Flows of one shape that are in one situation.
   *
   * @param count the situation and how many flows are in it
   * @param findings what was found for them
   */
  public record Position(SituationCount count, List<Finding> findings) {
    /** Copies the list. */
    public Position {
      findings = List.copyOf(findings);
    }

    /** Whether a finding keeps them from being migrated. */
    public boolean isBlocked() {
      return Finding.anyError(findings);
    }
  }

  /** Findings on the shape itself, whatever the flows' positions; empty unless it is stuck. */
  public List<Finding> findings() {
    return plan instanceof Plan.Stuck stuck ? stuck.findings() : List.of();
  }

  /** How many unfinished flows their position keeps from being migrated. */
  public long blocked() {
    return situations.stream()
        .filter(Position::isBlocked)
        .mapToLong(position -> position.count().flows())
        .sum();
  }

  /** How many unfinished flows would be migrated. */
  public long migratable() {
    return verdict == Verdict.PENDING ? line.unfinished() - blocked() : 0;
  }

  /** How many moves the plan has. */
  public int moves() {
    return plan == null ? 0 : plan.size();
  }
}

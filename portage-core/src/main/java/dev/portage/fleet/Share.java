package dev.portage.fleet;

import dev.portage.engine.Target;
import dev.portage.migration.Finding;
import dev.portage.migration.Forecast;
import dev.portage.migration.Outcome;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The flows of one shape that a run is about, and how many of them have had their turn. Used by the
 * thread that drives the run.
 */
final class Share {
  private final Forecast forecast;
  private final long planned;
  private final boolean isCapped;
  private final Set<String> foreseen;
  private long begun;
  private long left;

  /**
   * A share of which nothing is done yet.
   *
   * @param planned how many flows it has
   * @param isCapped whether others of the shape that are met are left out
   */
  Share(Forecast forecast, long planned, boolean isCapped) {
    this.forecast = forecast;
    this.planned = planned;
    this.isCapped = isCapped;
    this.foreseen =
        forecast.situations().stream()
            .flatMap(position -> position.findings().stream())
            .filter(Finding::isError)
            .map(Share::name)
            .collect(Collectors.toSet());
  }

  private static String name(Finding finding) {
    return finding.code() + " " + finding.atom();
  }

  Forecast forecast() {
    return forecast;
  }

  Target target() {
    return Objects.requireNonNull(forecast.target(), "a shape that has a plan has a target");
  }

  long planned() {
    return planned;
  }

  /** Whether none of its flows gets a turn any more. */
  boolean isFull() {
    return isCapped && begun >= planned;
  }

  /** How many more of its flows may have their turn. */
  long room() {
    return isCapped ? Math.max(0, planned - begun) : Long.MAX_VALUE;
  }

  /** Notes that one more flow has its turn; false if it is one more than were planned. */
  boolean begin() {
    begun++;
    return begun <= planned;
  }

  /** Notes that so many more flows of the shape have had their turn and are still of it. */
  void leave(int flows) {
    left += flows;
  }

  /**
   * How many never came up though they were planned, and are not there any more: others carried
   * them over, or they are finished.
   *
   * @param stored how many of the shape are there now; among them those that cannot be read
   */
  long gone(long stored) {
    long absent = Math.max(0, planned - begun);
    long unmet = Math.max(0, stored - left);
    return absent - Math.min(absent, unmet);
  }

  /** Whether the plan said something else. */
  boolean isSurprise(Outcome outcome) {
    if (outcome instanceof Outcome.Blocked blocked) {
      return blocked.findings().stream()
          .filter(Finding::isError)
          .anyMatch(finding -> !foreseen.contains(name(finding)));
    }
    return outcome instanceof Outcome.Failed
        || outcome instanceof Outcome.Stuck
        || outcome instanceof Outcome.Newer;
  }
}

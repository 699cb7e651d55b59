package dev.portage.cli;

import dev.portage.fleet.FleetPlan;
import dev.portage.migration.Forecast;
import dev.portage.migration.PlanDocument;
import dev.portage.migration.Verdict;
import dev.portage.store.FlowQuery;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a migration would do.
 *
 * @param store where
 * @param query of which flows
 * @param forecasts one for each shape that has unfinished flows
 * @param unreadable the flows that no plan is made for
 * @param strictness whether work that is left shows in the exit code
 * @param next what to do now; may be empty
 */
record PlanAnswer(
    String store,
    FlowQuery query,
    List<Forecast> forecasts,
    Unreadable unreadable,
    Strictness strictness,
    String next)
    implements Answer {
  /** Whether work that is left shows in the exit code. */
  enum Strictness {
    PENDING_IS_OK,
    PENDING_IS_REPORTED
  }

  PlanAnswer {
    forecasts = forecasts.stream().filter(f -> f.line().unfinished() > 0).toList();
  }

  /** How many flows would be migrated. */
  long migratable() {
    return forecasts.stream().mapToLong(Forecast::migratable).sum();
  }

  /** How many flows their positions forbid to go. */
  long blocked() {
    return forecasts.stream().mapToLong(Forecast::blocked).sum();
  }

  /** How many unfinished flows have that verdict. */
  long flows(Verdict verdict) {
    return forecasts.stream()
        .filter(forecast -> forecast.verdict() == verdict)
        .mapToLong(forecast -> forecast.line().unfinished())
        .sum();
  }

  @Override
  public ExitCode exit() {
    List<ExitCode> codes = new ArrayList<>();
    codes.add(unreadable.exit());
    if (flows(Verdict.STUCK) + flows(Verdict.UNKNOWN) > 0) {
      codes.add(ExitCode.STUCK);
    }
    if (blocked() > 0) {
      codes.add(ExitCode.BLOCKED);
    }
    if (migratable() > 0 && strictness == Strictness.PENDING_IS_REPORTED) {
      codes.add(ExitCode.PENDING);
    }
    return ExitCode.worst(codes);
  }

  /** The same for a run over all of it. */
  FleetPlan fleet() {
    return new FleetPlan(query, forecasts);
  }

  /** The same as a document that can be kept and carried out later. */
  PlanDocument document() {
    return PlanDocument.of(
        new PlanDocument.Head(store, query, exit().code(), unreadable.json()), forecasts);
  }

  @Override
  public JsonNode json() {
    return document().json();
  }

  @Override
  public String text(Style style) {
    return new PlanText(this, style).document();
  }
}

package dev.portage.migration;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.migration.Forecast.Position;
import dev.portage.model.FlowException;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.PayloadException;
import dev.portage.store.SituationCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says beforehand what a migration would do: plans once for each stored shape, judges once for each
 * situation, whatever the number of flows. Reads only.
 *
 * <p>A shape is judged by the inputs of one flow that has it; where the inputs decide which parts a
 * flow has, the factory declares a variant, and each variant is judged by itself.
 */
public final class Forecasts {
  private final FlowReader reader;
  private final FlowCatalog catalog;
  private final Migrations migrations;

  /** Forecasts for what is stored there, by what this code can build. */
  public Forecasts(FlowReader reader, FlowCatalog catalog, Migrations migrations) {
    this.reader = reader;
    this.catalog = catalog;
    this.migrations = migrations;
  }

  /** One forecast for each line of the census, in the census's order. */
  public List<Forecast> forecast(FlowQuery query) {
    return reader.census(query).stream().map(line -> forecast(line, query)).toList();
  }

  private Forecast forecast(CensusLine line, FlowQuery query) {
    Sample sample = sample(line.sample());
    if (sample.isUnreadable()) {
      // The others are not affected: the first that can be read speaks for the shape.
      sample =
          reader.situations(line, query).stream()
              .flatMap(count -> count.samples().stream())
              .map(this::sample)
              .filter(other -> !other.isUnreadable())
              .findFirst()
              .orElse(sample);
    }
    Target target = sample.target();
    if (line.unfinished() == 0) {
      return new Forecast(line, Verdict.FINISHED, "", target, null, List.of());
    }
    return sample.header() == null || target == null
        ? without(line, sample.otherwise(), sample.why())
        : judge(line, sample.header(), target, query);
  }

  /**
   * One flow that speaks for its shape.
   *
   * @param header null if it cannot be read
   * @param target null if this code cannot build the flow
   * @param otherwise what is said of the shape without a target, and why
   */
  private record Sample(
      @Nullable FlowHeader header, @Nullable Target target, Verdict otherwise, String why) {
    boolean isUnreadable() {
      return header == null;
    }
  }

  private Sample sample(FlowId id) {
    List<FlowHeader> found = reader.find(FlowQuery.all().only(List.of(id)));
    if (found.isEmpty()) {
      return new Sample(null, null, Verdict.STUCK, "its sample '" + id + "' cannot be read");
    }
    FlowHeader header = found.get(0);
    try {
      return catalog
          .target(header.key(), migrations.inputs(header))
          .map(target -> new Sample(header, target, Verdict.UNKNOWN, ""))
          .orElseGet(
              () ->
                  new Sample(
                      header,
                      null,
                      Verdict.UNKNOWN,
                      "this code has no flow '" + header.flow() + "'"));
    } catch (PayloadException e) {
      return new Sample(
          null, null, Verdict.STUCK, "flow '" + id + "' cannot be read: " + e.getMessage());
    } catch (FlowException e) {
      return new Sample(header, null, Verdict.STUCK, String.valueOf(e.getMessage()));
    }
  }

  private static Forecast without(CensusLine line, Verdict verdict, String why) {
    return new Forecast(line, verdict, why, null, null, List.of());
  }

  private Forecast judge(CensusLine line, FlowHeader sample, Target target, FlowQuery query) {
    MigrationBook book = migrations.book(line.flow());
    Outlook outlook = new Outlook(book, Lineage.of(reader, line.flow(), book));
    if (Examination.isCurrent(sample, target, book)) {
      return new Forecast(line, Verdict.CURRENT, "", target, null, List.of());
    }
    List<Position> positions = new ArrayList<>();
    Examination last = null;
    for (SituationCount count : reader.situations(line, query)) {
      Optional<Examination> examined =
          examine(count, target, outlook, last == null ? null : last.plan());
      if (examined.isPresent()) {
        last = examined.get();
        positions.add(new Position(count, last.findings()));
      }
    }
    if (last == null) {
      return without(line, Verdict.STUCK, "none of its flows can be read");
    }
    Plan plan = last.plan();
    if (plan instanceof Plan.Stuck stuck) {
      return new Forecast(line, Verdict.STUCK, stuck.why(), target, plan, List.of());
    }
    if (plan instanceof Plan.Newer newer) {
      return new Forecast(line, Verdict.NEWER, newer.why(), target, plan, List.of());
    }
    boolean all = positions.stream().allMatch(Position::isBlocked);
    Verdict open = plan instanceof Plan.Ready ? Verdict.PENDING : Verdict.CURRENT;
    return new Forecast(line, all ? Verdict.BLOCKED : open, "", target, plan, positions);
  }

  private Optional<Examination> examine(
      SituationCount count, Target target, Outlook outlook, @Nullable Plan plan) {
    // A sample that cannot be read is in the reader's own list; another speaks for the situation.
    return count.samples().stream()
        .flatMap(id -> readable(id).stream())
        .flatMap(stored -> examine(stored, target, outlook, plan).stream())
        .findFirst();
  }

  private static Optional<Examination> examine(
      FlowRecord stored, Target target, Outlook outlook, @Nullable Plan plan) {
    try {
      return Optional.of(
          plan == null
              ? Examination.of(stored, target, outlook, Values.ASSUMED)
              : Examination.of(stored, target, plan, Values.ASSUMED));
    } catch (CorruptRecordException | PayloadException e) {
      return Optional.empty();
    }
  }

  private Optional<FlowRecord> readable(FlowId id) {
    try {
      return reader.load(id);
    } catch (CorruptRecordException e) {
      return Optional.empty();
    }
  }
}

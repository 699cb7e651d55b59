package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.cli.Table.Cell;
import dev.portage.engine.Target;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Plan;
import dev.portage.migration.Planner;
import dev.portage.model.FlowException;
import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which stamp flows are to have, and what that would make of them.
 *
 * @param store where
 * @param stamps by name of the flow
 * @param lines one for each shape and stamp that unfinished flows have
 */
record StampPlan(String store, Map<String, Stamp> stamps, List<Line> lines) {
  /** What the flows are said to have been through. */
  enum Wish {
    STEPS,
    HEADS,
    NONE
  }

  /** The steps are those that are named. */
  record Asked(Wish wish, List<String> steps) {}

  /**
   * Flows that are stored alike.
   *
   * @param then what would become of them under the new stamp
   */
  record Line(CensusLine flows, Stamp stamp, String then) {
    boolean isChanged() {
      return !flows.shape().stamp().equals(stamp);
    }
  }

  StampPlan {
    stamps = Map.copyOf(stamps);
    lines = List.copyOf(lines);
  }

  /**
   * For the flows that the query means.
   *
   * @throws CommandException if a step is in no book of theirs, or a flow has no book
   */
  static StampPlan of(FlowReader reader, Application application, FlowQuery query, Asked asked) {
    List<CensusLine> census =
        reader.census(query).stream().filter(line -> line.unfinished() > 0).toList();
    Map<String, Stamp> stamps = new HashMap<>();
    for (CensusLine line : census) {
      stamps.computeIfAbsent(line.flow(), flow -> stamp(flow, application, asked));
    }
    List<Line> lines = new ArrayList<>();
    for (CensusLine line : census) {
      Stamp stamp = stamps.getOrDefault(line.flow(), Stamp.NONE);
      lines.add(new Line(line, stamp, then(reader, application, line, stamp)));
    }
    return new StampPlan(reader.description(), stamps, lines);
  }

  private static Stamp stamp(String flow, Application application, Asked asked) {
    MigrationBook book = application.migrations().book(flow);
    if (asked.wish() == Wish.NONE) {
      return Stamp.NONE;
    }
    if (book == null) {
      throw CommandException.usage(
          "the code has no migration book for '"
              + Text.line(flow)
              + "', so that its flows can have been through no step\n  next: choose others with"
              + " --type, or give --none");
    }
    try {
      return asked.wish() == Wish.HEADS ? book.heads() : book.through(asked.steps());
    } catch (IllegalArgumentException e) {
      Set<String> known = new TreeSet<>();
      book.steps().forEach(step -> known.add(step.id()));
      throw new CommandException(
          ExitCode.USAGE,
          "the book of '"
              + Text.line(flow)
              + "': "
              + Text.line(String.valueOf(e.getMessage()))
              + "\n  steps there: "
              + Text.line(String.join(", ", known)),
          e);
    }
  }

  private static String then(
      FlowReader reader, Application application, CensusLine line, Stamp stamp) {
    Shape stored = reader.shape(line.shape().digest()).orElse(null);
    Target target = target(reader, application, line);
    if (stored == null || target == null) {
      return "unknown";
    }
    Plan plan =
        new Planner(application.migrations().book(line.flow()))
            .plan(stored.atoms(), stamp, target.shape().atoms());
    if (plan instanceof Plan.Stuck stuck) {
      return "stuck: " + stuck.why().lines().findFirst().orElse("");
    }
    return plan instanceof Plan.Ready ready
        ? "pending, " + Text.count(ready.size(), "move")
        : plan instanceof Plan.Newer ? "newer" : "nothing to do";
  }

  private static @Nullable Target target(
      FlowReader reader, Application application, CensusLine line) {
    List<FlowHeader> sample = reader.find(FlowQuery.all().only(List.of(line.sample())));
    if (sample.isEmpty()) {
      return null;
    }
    FlowHeader flow = sample.get(0);
    try {
      return application
          .catalog()
          .target(flow.key(), application.migrations().inputs(flow))
          .orElse(null);
    } catch (FlowException e) {
      return null; // its inputs cannot be read, or the code cannot build it
    }
  }

  /** What a flow of that name is to be stamped with. */
  Stamp stamp(FlowHeader flow) {
    return stamps.getOrDefault(flow.flow(), Stamp.NONE);
  }

  /** Whether it has another stamp now. */
  boolean changes(FlowHeader flow) {
    return stamps.containsKey(flow.flow()) && !stamp(flow).equals(flow.shape().stamp());
  }

  /** A line for each kind of flows. */
  String text(Style style) {
    Table table = new Table("", Set.of(2));
    for (Line line : lines) {
      CensusLine flows = line.flows();
      boolean isStuck = line.then().startsWith("stuck");
      table.row(
          Cell.of(Text.line(flows.flow())),
          Cell.of(flows.shape().fingerprint().brief()),
          Cell.of(Text.number(flows.unfinished())),
          Cell.of(flows.unfinished() == 1 ? "flow" : "flows"),
          Cell.of(
              line.isChanged()
                  ? name(flows.shape().stamp()) + " -> " + name(line.stamp())
                  : "as it is"),
          new Cell("then " + Text.line(line.then()), isStuck ? Tint.RED : Tint.NONE));
    }
    return table.in(style);
  }

  private static String name(Stamp stamp) {
    return stamp.heads().isEmpty() ? "no step" : Text.line(String.join(", ", stamp.heads()));
  }
}

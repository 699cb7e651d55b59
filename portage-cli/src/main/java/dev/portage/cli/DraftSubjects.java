package dev.portage.cli;

import dev.portage.migration.Plan;
import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the flows that a step is drafted for. */
record DraftSubjects(FlowReader reader, Application application, String flow) {
  /** Checks that there is code for flows of that name. */
  DraftSubjects {
    if (!application.catalog().has(flow)) {
      throw CommandException.usage(
          "the code has no flow '"
              + Text.line(flow)
              + "', only "
              + Text.line(application.catalog().flows().toString()));
    }
  }

  /** Every shape of flows that are unfinished. */
  List<DraftSubject> unfinished() {
    return in(FlowQuery.unfinished().of(flow));
  }

  private List<DraftSubject> in(FlowQuery query) {
    List<DraftSubject> found = new ArrayList<>();
    for (CensusLine line : reader.census(query)) {
      Optional<FlowRecord> sample = reader.load(line.sample());
      sample.ifPresent(flow -> found.add(DraftSubject.of(line, flow, application)));
    }
    return found;
  }

  /**
   * The flows whose shape begins so; empty if no shape is named and none waits for a step.
   *
   * @throws CommandException if none begins so, or several do, or several wait
   */
  Optional<DraftSubject> choose(@Nullable String prefix, List<DraftSubject> unfinished) {
    if (prefix != null) {
      return Optional.of(named(SelectionOption.prefix("--from", prefix), prefix));
    }
    Map<String, DraftSubject> open = new LinkedHashMap<>();
    unfinished.stream()
        .filter(DraftSubject::isOpen)
        .forEach(one -> open.putIfAbsent(one.stored().fingerprint().hex(), one));
    if (open.size() > 1) {
      throw CommandException.usage(
          "flows of several shapes wait for a step; from which one?\n"
              + open.values().stream().map(this::choice).collect(Collectors.joining("\n"))
              + "\n  next: add --from with one of them");
    }
    return open.values().stream().findFirst();
  }

  private String choice(DraftSubject subject) {
    return "  "
        + subject.stored().fingerprint().brief()
        + "  "
        + Text.count(subject.line().unfinished(), "unfinished flow");
  }

  private DraftSubject named(String digits, String given) {
    List<DraftSubject> found = in(FlowQuery.all().of(flow).shaped(digits));
    List<Shape> shapes = found.stream().map(DraftSubject::stored).toList();
    if (shapes.isEmpty()) {
      throw CommandException.usage(
          "no flow '"
              + Text.line(flow)
              + "' of a shape '"
              + Text.line(given)
              + "' is in "
              + Text.line(reader.description())
              + "\n  next: "
              + Shell.portage()
              + " status --type "
              + Shell.word(flow)
              + " lists them");
    }
    if (shapes.stream().map(Shape::fingerprint).distinct().count() > 1) {
      throw Shapes.ambiguous(given, shapes);
    }
    DraftSubject first = found.get(0);
    if (found.stream().allMatch(DraftSubject::isStepped) && first.plan() instanceof Plan.Stuck) {
      throw CommandException.usage(
          "steps of the book begin with "
              + first.stored().fingerprint().brief()
              + " already and end elsewhere than in the code\n  next: draft from a shape that has"
              + " been through them, or go on from where portage plan says that they end");
    }
    return found.stream().filter(DraftSubject::isOpen).findFirst().orElse(first);
  }
}

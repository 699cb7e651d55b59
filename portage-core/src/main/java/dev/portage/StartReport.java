package dev.portage;

import dev.portage.migration.BookReport;
import dev.portage.migration.Finding;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Plan;
import dev.portage.migration.Verdict;
import dev.portage.shape.Inconsistency;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What would become of the unfinished flows of a store under this code, as it was when the
 * application started. The time that it takes follows the number of shapes.
 *
 * @param store where they are
 * @param forecasts one for each stored shape that has unfinished flows
 * @param books what is to be said of the books as a whole
 * @param unreadable flows that nobody can read; they are in no forecast, and keep nothing from
 *     starting
 */
public record StartReport(
    String store,
    List<Forecast> forecasts,
    List<BookReport> books,
    List<CorruptRecordException> unreadable) {
  /** Copies the lists. */
  public StartReport {
    forecasts = List.copyOf(forecasts);
    books = List.copyOf(books);
    unreadable = List.copyOf(unreadable);
  }

  /** Looks at a store; writes nothing. */
  static StartReport of(FlowReader store, FlowModule module) {
    List<Forecast> all =
        new Forecasts(store, module.catalog(), module.migrations()).forecast(FlowQuery.all());
    List<CorruptRecordException> unreadable = store.unreadable(FlowQuery.Scope.UNFINISHED);
    Set<String> broken =
        unreadable.stream().map(CorruptRecordException::flow).collect(Collectors.toSet());
    List<Forecast> open = new ArrayList<>();
    for (Forecast forecast : all) {
      boolean isBroken =
          forecast.plan() == null && broken.contains(forecast.line().sample().text());
      if (forecast.line().unfinished() > 0 && !isBroken) {
        open.add(forecast);
      }
    }
    List<BookReport> books = BookReport.of(store, module.migrations(), all);
    return new StartReport(store.description(), open, books, unreadable);
  }

  /** The shapes from which no plan leads to this code. */
  public List<Forecast> stuck() {
    return of(Verdict.STUCK);
  }

  /** The forecasts of that verdict. */
  public List<Forecast> of(Verdict verdict) {
    return forecasts.stream().filter(forecast -> forecast.verdict() == verdict).toList();
  }

  /** How many unfinished flows are stuck. */
  public long stuckFlows() {
    return stuck().stream().mapToLong(forecast -> forecast.line().unfinished()).sum();
  }

  /** Whether nothing stands against any flow: all are current, to be migrated, or newer. */
  public boolean isClean() {
    return unreadable.isEmpty()
        && forecasts.stream()
            .allMatch(
                each ->
                    each.blocked() == 0
                        && Set.of(Verdict.CURRENT, Verdict.PENDING, Verdict.NEWER)
                            .contains(each.verdict()))
        && books.stream().noneMatch(book -> Finding.anyError(book.findings()));
  }

  /** One line for each shape that something is to be said of, with findings below. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Forecast forecast : forecasts) {
      boolean isQuiet =
          forecast.blocked() == 0
              && Set.of(Verdict.CURRENT, Verdict.PENDING).contains(forecast.verdict());
      if (!isQuiet) {
        text.append(line(forecast));
      }
    }
    for (BookReport book : books) {
      book.findings().stream()
          .filter(Finding::isError)
          .forEach(finding -> text.append(below(finding)));
    }
    unreadable.forEach(each -> text.append("\n  unreadable: flow '" + each.flow() + "'"));
    return text.toString();
  }

  private static String line(Forecast forecast) {
    CensusLine line = forecast.line();
    StringBuilder text = new StringBuilder("\n  ");
    text.append(line.flow());
    text.append(line.variant().isEmpty() ? "" : " " + line.variant());
    text.append(' ').append(line.shape().fingerprint().brief()).append(": ");
    long flows = forecast.blocked() > 0 ? forecast.blocked() : line.unfinished();
    text.append(flows).append(flows == 1 ? " flow " : " flows ");
    text.append(forecast.blocked() > 0 ? Verdict.BLOCKED : forecast.verdict());
    text.append(", such as '").append(line.sample()).append('\'');
    text.append(forecast.why().isEmpty() ? "" : ": " + forecast.why());
    if (forecast.plan() instanceof Plan.Stuck stuck && !stuck.left().isEmpty()) {
      List<String> left = stuck.left().stream().map(Inconsistency::describe).toList();
      text.append("\n    differences: ").append(String.join(", ", left));
    }
    forecast.findings().forEach(finding -> text.append(below(finding)));
    forecast.situations().stream()
        .flatMap(position -> position.findings().stream())
        .filter(Finding::isError)
        .distinct()
        .forEach(finding -> text.append(below(finding)));
    return text.toString();
  }

  private static String below(Finding finding) {
    return "\n    " + finding.toString().replace("\n", "\n    ");
  }

  /** Where, and how many shapes. */
  @Override
  public String toString() {
    return "StartReport(" + store + ", " + forecasts.size() + " shapes)";
  }
}

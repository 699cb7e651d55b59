package dev.portage.cli;

import dev.portage.migration.BookReport;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Forecast;
import dev.portage.migration.Verdict;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Counts flows by shape. */
@Command(
    name = "status",
    sortOptions = false,
    header = "Flows by shape: how many, and what becomes of them.",
    footer = {"", "Example: portage status --store jdbc:sqlite:shop.db --class-path shop.jar"})
final class StatusVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final SelectionOption selection = new SelectionOption();
  @Mixin private final OutputOptions output;

  StatusVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    try (FlowReader reader = store.openForReading(catalog)) {
      FlowQuery query = selection.narrow(FlowQuery.all());
      Unreadable unreadable = Unreadable.in(reader);
      List<StatusLine> lines = lines(reader, query);
      unreadable.warn(output);
      Refused refused = Refused.in(reader, query);
      return output.print(
          new StatusAnswer(reader.description(), lines, unreadable, refused, next(lines)));
    }
  }

  private List<StatusLine> lines(FlowReader reader, FlowQuery query) {
    Application application = catalog.loadIfGiven();
    if (application == null) {
      return reader.census(query).stream().map(line -> new StatusLine(line, null)).toList();
    }
    List<Forecast> forecasts = application.forecasts(reader).forecast(query);
    if (selection.isEmpty()) {
      tellDeadSteps(BookReport.of(reader, application.migrations(), forecasts));
    }
    return forecasts.stream().map(forecast -> new StatusLine(forecast.line(), forecast)).toList();
  }

  private void tellDeadSteps(List<BookReport> reports) {
    for (BookReport report : reports) {
      List<String> dead =
          report.findings().stream()
              .filter(finding -> finding.code() == FindingCode.STEP01)
              .map(Finding::atom)
              .toList();
      if (!dead.isEmpty()) {
        output.tell(
            Text.line(
                report.flow()
                    + ": no unfinished flow needs "
                    + String.join(", ", dead)
                    + " any more (STEP01)"));
      }
    }
  }

  private String next(List<StatusLine> lines) {
    String options = store.asOption() + catalog.asOption();
    if (lines.isEmpty()) {
      return "";
    }
    if (lines.stream().allMatch(line -> line.forecast() == null)) {
      return store.url().startsWith("taskflow:")
          ? "for a verdict on each shape add --target with the shapes of today's code"
          : "for a verdict on each shape add --class-path with the application's jars";
    }
    boolean idle = lines.stream().allMatch(l -> l.is(Verdict.CURRENT) || l.is(Verdict.FINISHED));
    return idle ? "" : "next: " + Shell.portage() + " plan" + selection.asOptions() + options;
  }
}

package dev.portage.cli;

import dev.portage.migration.BookReport;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Forecast;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells findings and nothing else. */
@Command(
    name = "lint",
    sortOptions = false,
    header = "What stands against migrations or should be known before them: findings alone.",
    footer = {
      "",
      "Exit codes: 0 no error among them, 4 a shape is stuck, 5 an error that is not allowed, 9 some",
      "flows cannot be read.",
      "",
      "Example: portage lint --store jdbc:sqlite:shop.db --class-path shop.jar",
      "Example: portage lint --allow 'LATE01=notify may run late' --store ... --class-path shop.jar"
    })
final class LintVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final SelectionOption selection = new SelectionOption();

  @Option(
      names = "--allow",
      paramLabel = "CODE=REASON",
      description =
          "Findings of this code are no errors here; may be given several times. What a migration"
              + " does about them only a step says, with .allow(..).")
  private List<String> allowed = new ArrayList<>();

  @Mixin private final OutputOptions output;

  LintVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    Map<FindingCode, String> reasons = AllowOption.reasons(allowed);
    Application application = catalog.load();
    try (FlowReader reader = store.openForReading(catalog)) {
      selection.requireStored(reader, output);
      List<Forecast> forecasts =
          selection.forecasts(application, reader, selection.query(FlowQuery.unfinished()));
      Unreadable unreadable =
          selection.unreadable(reader, forecasts.stream().map(Forecast::line).toList());
      unreadable.warn(output);
      List<BookReport> books =
          BookReport.of(reader, application.migrations(), forecasts).stream()
              .map(book -> selection.isEmpty() ? book : withoutUnneeded(book))
              .toList();
      return output.print(
          new LintAnswer(reader.description(), forecasts, books, reasons, unreadable));
    }
  }

  /** Some of the flows do not tell which steps no flow needs. */
  private static BookReport withoutUnneeded(BookReport book) {
    return new BookReport(
        book.flow(),
        book.findings().stream().filter(f -> f.code() != FindingCode.STEP01).toList(),
        book.squashes());
  }
}

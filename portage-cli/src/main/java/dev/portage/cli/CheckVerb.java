package dev.portage.cli;

import dev.portage.migration.BookReport;
import dev.portage.migration.Forecast;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the migrations of an application against what is stored. */
@Command(
    name = "check",
    sortOptions = false,
    header = "Whether every stored shape reaches today's, and whether the books are sound.",
    footer = {
      "",
      "Exit codes: 0 nothing to do, 3 flows can be migrated, 4 a shape cannot or a step does not do",
      "what it replaces, 5 a mistake in a book, 6 some flows are blocked, 9 some cannot be read.",
      "",
      "Example: portage check --store jdbc:sqlite:shop.db --class-path shop.jar"
    })
final class CheckVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();

  @Option(
      names = "--pending-ok",
      description = "Exit with 0 where flows can be migrated and nothing worse is found.")
  private boolean pendingAccepted;

  @Mixin private final OutputOptions output;

  CheckVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    Application application = catalog.load();
    try (FlowReader reader = store.openForReading(catalog)) {
      List<Forecast> forecasts = application.forecasts(reader).forecast(FlowQuery.all());
      Unreadable unreadable = Unreadable.in(reader);
      unreadable.warn(output);
      return output.print(
          new CheckAnswer(
              reader.description(),
              forecasts,
              BookReport.of(reader, application.migrations(), forecasts),
              unreadable,
              pendingAccepted ? ExitCode.OK : ExitCode.PENDING));
    }
  }
}

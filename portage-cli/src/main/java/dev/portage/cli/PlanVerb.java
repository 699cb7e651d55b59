package dev.portage.cli;

import dev.portage.cli.PlanAnswer.Strictness;
import dev.portage.migration.BookReport;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Forecast;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a migration would do. */
@Command(
    name = "plan",
    sortOptions = false,
    header = "What a migration would do, shape by shape. Changes nothing.",
    footer = {"", "Example: portage plan --store jdbc:sqlite:shop.db --class-path shop.jar"})
final class PlanVerb implements Verb {
  private static final int MOST_HINTS = 3;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final SelectionOption selection = new SelectionOption();

  @Mixin private final AllowOption allow = new AllowOption();

  @Option(
      names = "--exit-code",
      description = "Exit with 3 if flows can be migrated and nothing worse is found.")
  private boolean pendingReported;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the plan to a file too: migrate --plan FILE carries it out later.")
  private @Nullable Path out;

  @Mixin private final OutputOptions output;

  PlanVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    if (out != null && selection.picksVerdicts()) {
      throw CommandException.usage(
          "a plan that is kept is for flows, not for verdicts, which may have changed by then\n"
              + "  next: leave --state out, or name states such as SUSPENDED");
    }
    Application application = allow.in(catalog.load());
    try (FlowReader reader = store.openForReading(catalog)) {
      selection.requireStored(reader, output);
      FlowQuery query = selection.query(FlowQuery.unfinished());
      List<Forecast> forecasts = selection.forecasts(application, reader, query);
      Unreadable unreadable =
          selection.unreadable(reader, forecasts.stream().map(Forecast::line).toList());
      unreadable.warn(output);
      NotChecked.in(forecasts).warn(output);
      warnOfBooks(reader, application, forecasts);
      PlanAnswer answer =
          new PlanAnswer(
              reader.description(),
              query,
              forecasts,
              unreadable,
              pendingReported ? Strictness.PENDING_IS_REPORTED : Strictness.PENDING_IS_OK,
              next(forecasts));
      if (out != null) {
        PlanFile.write(answer.document(), out);
      }
      return output.print(answer);
    }
  }

  /** What is to be known of the books before anything is migrated. */
  private void warnOfBooks(FlowReader reader, Application application, List<Forecast> forecasts) {
    for (BookReport report : BookReport.of(reader, application.migrations(), forecasts)) {
      report.findings().stream()
          .filter(finding -> finding.severity() != FindingCode.Severity.INFO)
          .forEach(
              finding ->
                  output.warn(
                      Text.line(report.flow() + ": " + finding.code() + " " + finding.sentence())
                          + "\n  more: "
                          + Shell.portage()
                          + " show "
                          + finding.code()));
    }
  }

  private String next(List<Forecast> forecasts) {
    List<String> next = new ArrayList<>();
    if (forecasts.stream().anyMatch(one -> one.migratable() > 0)) {
      next.add(
          Shell.portage()
              + " migrate"
              + (out == null ? selection.asOptions() : " --plan " + Shell.word(out.toString()))
              + allow.asOptions()
              + store.asOption()
              + catalog.asOption());
    }
    forecasts.stream()
        .flatMap(one -> DraftHint.of(one, store.asOption() + catalog.asOption()).stream())
        .limit(MOST_HINTS)
        .forEach(next::add);
    return next.stream().map(command -> "next: " + command).collect(Collectors.joining("\n"));
  }
}

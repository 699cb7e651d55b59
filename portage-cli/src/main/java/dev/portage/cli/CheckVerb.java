package dev.portage.cli;

import dev.portage.migration.BookReport;
import dev.portage.migration.Forecast;
import dev.portage.migration.ReleaseCheck;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the migrations of an application against what was released and what is stored. */
@Command(
    name = "check",
    sortOptions = false,
    header =
        "Whether every released and every stored shape reaches today's, and the books are sound.",
    footer = {
      "",
      "Without --store it needs no database: it looks at the lockfile that 'portage record' writes,",
      "as for a build. With --store it looks at what is stored, and at the lockfile if there is one.",
      "",
      "Exit codes: 0 nothing to do, 3 stored flows can be migrated, 4 a shape cannot or a step does",
      "not do what it replaces, 5 a mistake in a book, 6 some flows are blocked, 9 some cannot be",
      "read, or the lockfile is broken or not up to date.",
      "",
      "Example: portage check --class-path shop.jar",
      "Example: portage check --store jdbc:sqlite:shop.db --class-path shop.jar",
      "Example: portage check --class-path shop.jar --markdown >> $GITHUB_STEP_SUMMARY"
    })
final class CheckVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();

  @Mixin private final LockOption lock = new LockOption();

  @Option(
      names = "--pending-ok",
      description = "Exit with 0 where flows can be migrated and nothing worse is found.")
  private boolean pendingAccepted;

  @Option(
      names = "--markdown",
      description = "A summary for a pull request: what would this deploy do to what is in flight?")
  private boolean markdown;

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
    if (markdown && output.isJson()) {
      throw CommandException.usage("--markdown and -o json are two answers; which one?");
    }
    if (!store.isAsked() && !lock.isMeant()) {
      throw CommandException.usage(
          "which store? Add --store URL, for example --store jdbc:sqlite:shop.db; or write a lock of"
              + " released shapes, to check without a store\n  next: "
              + mend());
    }
    Application application = catalog.load();
    CheckedLock released = lock.isMeant() ? checked(application) : null;
    if (!store.isAsked() && released != null) {
      return print(new LockAnswer(released), List.of(), released);
    }
    try (FlowReader reader = store.openForReading(catalog)) {
      List<Forecast> forecasts = application.forecasts(reader).forecast(FlowQuery.all());
      Unreadable unreadable = Unreadable.in(reader);
      unreadable.warn(output);
      Answer answer =
          new CheckAnswer(
              reader.description(),
              forecasts,
              BookReport.of(reader, application.migrations(), forecasts),
              unreadable,
              pendingAccepted ? ExitCode.OK : ExitCode.PENDING,
              released,
              store.asOption() + catalog.asOption());
      return print(answer, forecasts, released);
    }
  }

  private ExitCode print(Answer answer, List<Forecast> stored, @Nullable CheckedLock released) {
    return output.print(markdown ? new CheckMarkdown(answer, stored, released) : answer);
  }

  private CheckedLock checked(Application application) {
    ReleaseCheck check =
        ReleaseCheck.of(lock.read(), application.catalog(), application.migrations());
    return new CheckedLock(lock.name(), check, mend(), lock.asOption() + catalog.asOption());
  }

  /** The command that brings the lock up to date. */
  private String mend() {
    return Shell.portage() + " record" + lock.asOption() + catalog.asOption();
  }
}

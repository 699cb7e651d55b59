package dev.portage.cli;

import dev.portage.cli.PlanAnswer.Strictness;
import dev.portage.fleet.Books;
import dev.portage.fleet.Fate;
import dev.portage.fleet.FleetOptions;
import dev.portage.fleet.FleetReport;
import dev.portage.fleet.FleetRun;
import dev.portage.migration.Forecast;
import dev.portage.migration.Migrator;
import dev.portage.migration.PlanDocument;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Carries stored flows over to today's code. */
@Command(
    name = "migrate",
    sortOptions = false,
    header = "Carries stored flows over to today's code: each as a whole, or not at all.",
    footer = {"", "Example: portage migrate --store jdbc:sqlite:shop.db --class-path shop.jar"})
final class MigrateVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final SelectionOption selection = new SelectionOption();

  @Mixin private final YesOption yes = new YesOption();

  @Option(
      names = "--dry-run",
      description =
          "Do everything but write, maps of values included, in read-only transactions; asks"
              + " nothing.")
  private boolean dryRun;

  @Mixin private final AllowOption allow = new AllowOption();
  @Mixin private final FleetOption fleet = new FleetOption();

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "Carry out this plan, which plan --out has written, without asking; refused if code,"
              + " steps or shapes have changed since.")
  private @Nullable Path saved;

  @Mixin private final OutputOptions output;

  MigrateVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    PlanDocument document = saved == null ? null : saved(saved);
    FleetOptions options = fleet.options();
    Application application = allow.in(catalog.load());
    FlowQuery query = document == null ? selection.query(FlowQuery.unfinished()) : document.query();
    PlanAnswer plan = plan(application, query, document);
    output.printText(plan.text(output.style()));
    if (plan.migratable() == 0) {
      return output.print(new MigrateAnswer(plan, null, List.of()));
    }
    if (dryRun || fleet.isSampled()) {
      ExitCode exit = rehearse(application, plan, options);
      if (exit != null) {
        return exit;
      }
    }
    if (document == null) {
      confirm(plan);
    }
    return migrate(application, plan, options);
  }

  private PlanDocument saved(Path file) {
    if (!selection.isEmpty()) {
      throw CommandException.usage(
          "a saved plan says itself which flows it is for\n  next: leave out what"
              + " selects flows, or make another plan");
    }
    return PlanFile.read(file);
  }

  /** What would be done now; of a saved plan that, and nothing beside it. */
  private PlanAnswer plan(
      Application application, FlowQuery query, @Nullable PlanDocument document) {
    try (FlowReader reader = store.openForReading(catalog)) {
      selection.requireStored(reader, output);
      List<Forecast> forecasts = selection.forecasts(application, reader, query);
      Unreadable unreadable =
          selection.unreadable(reader, forecasts.stream().map(Forecast::line).toList());
      unreadable.warn(output);
      NotChecked.in(forecasts).warn(output);
      String where = reader.description();
      PlanAnswer all =
          new PlanAnswer(where, query, forecasts, unreadable, Strictness.PENDING_IS_OK, "");
      if (document == null) {
        return all;
      }
      PlanFile.requireStill(document, all.document());
      List<Forecast> planned = forecasts.stream().filter(document::covers).toList();
      return new PlanAnswer(where, query, planned, unreadable, Strictness.PENDING_IS_OK, "");
    }
  }

  private void confirm(PlanAnswer plan) {
    String question =
        "Migrate "
            + Text.count(plan.migratable(), "flow")
            + (plan.blocked() == 0 ? "" : " (" + Text.number(plan.blocked()) + " blocked)")
            + " in "
            + Text.line(plan.store());
    yes.confirm(output, question, plan.migratable(), "the plan");
  }

  /** Null if that was not all that was asked for, and everything went as planned. */
  private @Nullable ExitCode rehearse(
      Application application, PlanAnswer plan, FleetOptions options) {
    try (FlowReader reader = store.openForReading(catalog)) {
      FleetRun run = application.fleet().rehearsal(reader, plan.fleet(), options);
      try (StopRequest stop = StopRequest.listen(output, run::stop)) {
        FleetReport report = drive(run, stop);
        if (dryRun || !report.isAsPlanned()) {
          return told(new MigrateAnswer(plan, report, List.of()));
        }
        output.tell(
            Text.count(report.books().selected(), "flow") + " rehearsed: all went as planned");
        return null;
      }
    }
  }

  private ExitCode migrate(Application application, PlanAnswer plan, FleetOptions options) {
    try (FlowStore open = store.openForWriting(catalog)) {
      Migrator.Who who =
          new Migrator.Who(
              "portage migrate, " + System.getProperty("user.name", "?"), InstantSource.system());
      FleetRun run = application.fleet().run(open, who, plan.fleet(), options);
      try (StopRequest stop = StopRequest.listen(output, run::stop)) {
        FleetReport report = drive(run, stop);
        return told(new MigrateAnswer(plan, report, next(report)));
      }
    }
  }

  private FleetReport drive(FleetRun run, StopRequest stop) {
    FleetEvents events = new FleetEvents(output, stop::ask);
    if (output.isStreamed()) {
      run.listening(events);
    }
    try (FleetProgress progress = FleetProgress.of(output, run.books().selected())) {
      FleetReport report = run.listening(progress).run();
      events.check();
      return report;
    }
  }

  private ExitCode told(MigrateAnswer answer) {
    ExitCode exit = output.print(answer);
    FleetReport report = answer.report();
    Throwable cause = report == null ? null : report.ending().cause();
    return cause == null ? exit : Errors.report(cause, output);
  }

  private List<String> next(FleetReport report) {
    String options = store.asOption();
    List<String> next = new ArrayList<>();
    Books books = report.books();
    if (books.count(Fate.BUSY) > 0 || books.count(Fate.WAITING) > 0) {
      next.add(
          Shell.portage()
              + " migrate"
              + selection.asOptions()
              + allow.asOptions()
              + options
              + catalog.asOption()
              + " --yes"
              + (books.count(Fate.BUSY) > 0 ? " --wait 2m" : ""));
    }
    if (books.count(Fate.MIGRATED) > 0) {
      next.add(Shell.portage() + " history " + report.run() + options);
      next.add(Shell.portage() + " undo --run " + report.run() + options + catalog.asOption());
    }
    return next;
  }
}

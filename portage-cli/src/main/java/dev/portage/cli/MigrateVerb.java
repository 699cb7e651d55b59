package dev.portage.cli;

import dev.portage.cli.PlanAnswer.Strictness;
import dev.portage.migration.Forecast;
import dev.portage.migration.Migrator;
import dev.portage.migration.PlanDocument;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.RunId;
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
    Application application = catalog.load();
    FlowQuery query =
        document == null ? selection.narrow(FlowQuery.unfinished()) : document.query();
    PlanAnswer plan = plan(application, query, document);
    output.printText(plan.text(output.style()));
    if (plan.migratable() == 0) {
      return output.print(new MigrateAnswer(plan, null, new Tally(0), List.of()));
    }
    if (document == null) {
      confirm(plan);
    }
    return migrate(application, query, plan);
  }

  private PlanDocument saved(Path file) {
    if (!selection.isEmpty()) {
      throw CommandException.usage(
          "a saved plan says itself which flows it is for\n  next: leave --type, --shape and --flow"
              + " out, or make another plan");
    }
    return PlanFile.read(file);
  }

  /** What would be done now; of a saved plan that, and nothing beside it. */
  private PlanAnswer plan(
      Application application, FlowQuery query, @Nullable PlanDocument document) {
    try (FlowReader reader = store.openForReading(catalog)) {
      selection.requireStored(reader, output);
      List<Forecast> forecasts = application.forecasts(reader).forecast(query);
      Unreadable unreadable = Unreadable.in(reader);
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

  private ExitCode migrate(Application application, FlowQuery query, PlanAnswer plan) {
    Tally tally;
    try (FlowStore open = store.openForWriting(catalog);
        StopRequest stop = StopRequest.listen()) {
      Migrator.Who who =
          new Migrator.Who(
              "portage migrate, " + System.getProperty("user.name", "?"), InstantSource.system());
      Migrator migrator = new Migrator(open, application.catalog(), application.migrations(), who);
      long all = plan.migratable() + plan.blocked();
      tally = new FleetRun(open, migrator, output, stop, all).run(query, plan.forecasts());
      ExitCode exit =
          output.print(new MigrateAnswer(plan, migrator.run(), tally, next(tally, migrator.run())));
      return tally.broken() == null ? exit : Errors.report(tally.broken(), output);
    }
  }

  private List<String> next(Tally tally, RunId run) {
    String options = " --store " + Shell.word(store.url());
    List<String> next = new ArrayList<>();
    if (tally.count("busy") > 0 || tally.isStopped()) {
      next.add(
          Shell.portage()
              + " migrate"
              + selection.asOptions()
              + options
              + catalog.asOption()
              + " --yes");
    }
    if (tally.count("migrated") > 0) {
      next.add(Shell.portage() + " history" + options);
      next.add(Shell.portage() + " undo --run " + run + options + catalog.asOption());
    }
    return next;
  }
}

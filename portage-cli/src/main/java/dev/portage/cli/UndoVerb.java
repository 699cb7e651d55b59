package dev.portage.cli;

import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Undo;
import dev.portage.migration.UndoOutcome;
import dev.portage.migration.WaysBack;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.RunId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes migrations back. */
@Command(
    name = "undo",
    sortOptions = false,
    header = "Takes migrations back: each flow as a whole, or not at all.",
    description = {
      "A flow that has not gone on since becomes exactly what it was. One that has goes back by the",
      "inverse of each operation; that needs --class-path, for the books say what the inverse is."
    },
    footer = {"", "Example: portage undo --run 1N0GW80A1B2C --store jdbc:sqlite:shop.db"})
final class UndoVerb implements Verb {
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final UndoSelection selection = new UndoSelection();
  @Mixin private final CatalogOption catalog = new CatalogOption();

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final OutputOptions output;

  UndoVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    Application application = catalog.loadIfGiven();
    Migrations migrations = application == null ? Migrations.none() : application.migrations();
    RunId of = selection.run();
    UndoSorting sorting = new UndoSorting();
    String place;
    try (FlowReader reader = store.openForReading(catalog)) {
      place = reader.description();
      WaysBack all = new WaysBack(reader, migrations);
      WaysBack ways = of == null ? all : all.only(of);
      Instant now = Instant.now();
      for (FlowHeader flow : selection.find(reader, output)) {
        sorting.add(flow, ways.of(flow.id(), now));
      }
    }
    UndoAnswer sorted = new UndoAnswer(place, sorting, null, new Tally(0), List.of());
    if (dryRun) {
      return output.print(sorted);
    }
    output.printText(sorted.sorted(output.style()));
    long possible = sorting.possible().size();
    if (possible > 0) {
      yes.confirm(output, question(place, sorting), possible, "portage undo --dry-run");
    }
    return undo(migrations, of, sorted);
  }

  private static String question(String place, UndoSorting sorting) {
    long possible = sorting.possible().size();
    long others = sorting.flows().size() - possible;
    return "Undo "
        + Text.count(possible, "flow")
        + (others == 0 ? "" : " (" + Text.number(others) + " cannot)")
        + " in "
        + Text.line(place);
  }

  private ExitCode undo(Migrations migrations, @Nullable RunId of, UndoAnswer sorted) {
    List<FlowHeader> possible = sorted.sorting().possible();
    try (FlowStore open = store.openForWriting(catalog);
        StopRequest stop = StopRequest.listen(output)) {
      Undo any = new Undo(open, migrations, who());
      Undo undo = of == null ? any : any.only(of);
      Tally tally = new Tally(possible.size());
      try {
        new Round(output, stop, tally)
            .over(
                possible,
                flow -> {
                  UndoSorting.Came came = came(flow, undo.undo(flow.id()));
                  sorted.sorting().came(flow, came);
                  tally.add(flow, came.word(), came.why());
                });
      } catch (RuntimeException e) {
        tally.brokeOff(e);
      }
      ExitCode exit =
          output.print(
              new UndoAnswer(
                  sorted.store(), sorted.sorting(), undo.run(), tally, next(sorted, tally)));
      return tally.broken() == null ? exit : Errors.report(tally.broken(), output);
    }
  }

  private static Migrator.Who who() {
    return new Migrator.Who(
        "portage undo, " + System.getProperty("user.name", "?"), InstantSource.system());
  }

  private static UndoSorting.Came came(FlowHeader flow, UndoOutcome outcome) {
    UndoSorting.Sorted sorted = UndoSorting.Sorted.of(flow, outcome);
    return new UndoSorting.Came(sorted.isPossible() ? outcome.word() : sorted.word(), sorted.why());
  }

  private List<String> next(UndoAnswer sorted, Tally tally) {
    String options = store.asOption();
    List<String> next = new ArrayList<>();
    if (sorted.sorting().count("busy") + tally.count("busy") > 0 || tally.isStopped()) {
      next.add(
          Shell.portage()
              + " undo"
              + selection.asOptions()
              + options
              + catalog.asOption()
              + " --yes");
    }
    if (tally.count("undone") > 0) {
      next.add(Shell.portage() + " history" + options);
    }
    return next;
  }
}

package dev.portage.cli;

import dev.portage.migration.Migrator;
import dev.portage.migration.Stamping;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says of stored flows which steps they have been through. */
@Command(
    name = "stamp",
    sortOptions = false,
    header = "Says of stored flows which steps they have been through, and changes nothing else.",
    description = {
      "For flows that are older than the migration book, or came from elsewhere: steps that they",
      "have been through, by hand or because they were born so, are not taken again. It is only as",
      "true as you say it is; what would become of the flows is told first. Each flow is one",
      "exchange with an entry in the journal, and 'portage undo' takes it back."
    },
    footer = {
      "",
      "Example: portage stamp --heads --type order --store jdbc:sqlite:shop.db --class-path shop.jar",
      "Example: portage stamp --step 2026-03-02-charge-by-card --shape b15b --store ..."
    })
final class StampVerb implements Verb {
  /** One of three. */
  static final class Steps {
    @Option(
        names = "--step",
        paramLabel = "ID",
        description = "They have been through this step and all before it; may be given often.")
    private List<String> steps = new ArrayList<>();

    @Option(names = "--heads", description = "They have been through every step of the book.")
    private boolean heads;

    @Option(names = "--none", description = "They have been through no step.")
    @SuppressWarnings("UnusedVariable") // what is neither of the others
    private boolean none;

    StampPlan.Wish wish() {
      StampPlan.Wish some = steps.isEmpty() ? StampPlan.Wish.NONE : StampPlan.Wish.STEPS;
      return heads ? StampPlan.Wish.HEADS : some;
    }
  }

  @ArgGroup(multiplicity = "1")
  private Steps steps = new Steps();

  @Mixin private final SelectionOption selection = new SelectionOption();
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final OutputOptions output;

  StampVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    Application application = catalog.load();
    StampPlan plan;
    List<FlowHeader> flows;
    try (FlowReader reader = store.openForReading(catalog)) {
      selection.requireStored(reader, output);
      FlowQuery query = selection.narrow(FlowQuery.unfinished());
      plan =
          StampPlan.of(reader, application, query, new StampPlan.Asked(steps.wish(), steps.steps));
      Unreadable.in(reader).warn(output);
      flows = SelectionOption.find(reader, query).stream().filter(plan::changes).toList();
    }
    StampAnswer planned = new StampAnswer(plan, flows.size(), null, new Tally(0), List.of());
    if (dryRun || flows.isEmpty()) {
      return output.print(planned);
    }
    output.printText(plan.text(output.style()));
    String question =
        "Stamp " + Text.count(flows.size(), "flow") + " in " + Text.line(plan.store());
    yes.confirm(output, question, flows.size(), "portage stamp --dry-run");
    return stamp(plan, flows);
  }

  private ExitCode stamp(StampPlan plan, List<FlowHeader> flows) {
    try (FlowStore open = store.openForWriting(catalog);
        StopRequest stop = StopRequest.listen(output)) {
      Stamping stamping = new Stamping(open, who());
      Tally tally = new Tally(flows.size());
      try {
        new Round(output, stop, tally).over(flows, flow -> stamp(flow, plan, stamping, tally));
      } catch (RuntimeException e) {
        tally.brokeOff(e);
      }
      ExitCode exit =
          output.print(
              new StampAnswer(plan, flows.size(), stamping.run(), tally, next(stamping, tally)));
      return tally.broken() == null ? exit : Errors.report(tally.broken(), output);
    }
  }

  private static void stamp(FlowHeader flow, StampPlan plan, Stamping stamping, Tally tally) {
    try {
      Stamping.Result result = stamping.stamp(flow.id(), plan.stamp(flow));
      String word = result.name().toLowerCase(Locale.ROOT);
      tally.add(flow, word, result == Stamping.Result.BUSY ? "driven or changed by somebody" : "");
    } catch (CorruptRecordException e) {
      tally.add(flow, "failed", String.valueOf(e.getMessage()));
    }
  }

  private static Migrator.Who who() {
    return new Migrator.Who(
        "portage stamp, " + System.getProperty("user.name", "?"), InstantSource.system());
  }

  private List<String> next(Stamping stamping, Tally tally) {
    List<String> next = new ArrayList<>();
    if (tally.count("stamped") > 0) {
      next.add(
          Shell.portage()
              + " plan"
              + selection.asOptions()
              + store.asOption()
              + catalog.asOption());
      next.add(Shell.portage() + " undo --run " + stamping.run() + store.asOption());
    }
    return next;
  }
}

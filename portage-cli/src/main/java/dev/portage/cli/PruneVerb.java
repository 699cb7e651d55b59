package dev.portage.cli;

import dev.portage.store.Expiry;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes finished flows. */
@Command(
    name = "prune",
    sortOptions = false,
    header =
        "Removes flows that were finished long ago, for ever, with all that is stored of them.",
    description = {
      "Flows that are SUCCESS or REVERTED and were last written before that time go with their",
      "values and their journal, so that they can neither be shown nor undone. Unfinished flows,",
      "also those in FAILURE, stay however old they are. Others may work on the store meanwhile."
    },
    footer = {"", "Example: portage prune --store jdbc:sqlite:shop.db --older-than 30d --dry-run"})
final class PruneVerb implements Verb {
  private static final int LARGEST_BATCH = 10_000;

  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--older-than",
      paramLabel = "PERIOD",
      required = true,
      converter = PeriodConverter.class,
      description = "For how long flows have been finished: 12h, 30d, 8w, ..")
  private Duration olderThan = Duration.ZERO;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many go in one transaction, between which others write; default: 500.")
  private int batch = 500;

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  @Mixin private final YesOption yes = new YesOption();
  @Mixin private final OutputOptions output;

  PruneVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    if (batch < 1 || batch > LARGEST_BATCH) {
      throw CommandException.usage(
          "--batch takes 1 to " + Text.number(LARGEST_BATCH) + ", found " + batch);
    }
    Expiry expiry = Expiry.of(olderThan, Instant.now());
    PruneAnswer found;
    try (FlowReader reader = store.openForReading()) {
      found = PruneAnswer.found(reader, expiry);
    }
    if (dryRun || found.flows() == 0) {
      return output.print(found);
    }
    output.printText(found.table(output.style()));
    String question =
        "Remove "
            + Text.count(found.flows(), "flow")
            + " for ever from "
            + Text.line(found.store());
    yes.confirm(output, question, found.flows(), "portage prune --dry-run");
    return remove(found);
  }

  private ExitCode remove(PruneAnswer found) {
    try (FlowStore open = store.openForWriting();
        StopRequest stop = StopRequest.listen(output)) {
      PruneRun run = new PruneRun(output, stop, found);
      run.remove(open, batch);
      ExitCode exit = output.print(found.after(run, next(run)));
      return run.broken() == null ? exit : Errors.report(run.broken(), output);
    }
  }

  private List<String> next(PruneRun run) {
    return run.isStopped()
        ? List.of(
            Shell.portage() + " prune --older-than " + olderThan + store.asOption() + " --yes")
        : List.of();
  }
}

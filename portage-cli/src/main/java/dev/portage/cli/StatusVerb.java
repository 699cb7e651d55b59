package dev.portage.cli;

import dev.portage.store.CensusLine;
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
    try (FlowReader reader = store.openForReading()) {
      List<CensusLine> census = reader.census(selection.narrow(FlowQuery.all()));
      Unreadable unreadable = Unreadable.in(reader);
      List<StatusLine> lines = census.stream().map(line -> new StatusLine(line, null)).toList();
      unreadable.warn(output);
      return output.print(new StatusAnswer(reader.description(), lines, unreadable));
    }
  }
}

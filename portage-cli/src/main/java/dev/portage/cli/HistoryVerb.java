package dev.portage.cli;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.RunId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists what migrations did. */
@Command(
    name = "history",
    sortOptions = false,
    header = "What migrations did: to the whole store, in one run, or to one flow.",
    footer = {"", "Example: portage history order-000412 --store jdbc:sqlite:shop.db"})
final class HistoryVerb implements Verb {
  private static final Pattern RUN = Pattern.compile("[0-9A-Za-z]{1,64}");

  @Parameters(
      paramLabel = "FLOW|RUN",
      arity = "0..1",
      description = "The id of a flow or of a run; default: all.")
  private @Nullable String about;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final SelectionOption selection = new SelectionOption();
  @Mixin private final OutputOptions output;

  HistoryVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    try (FlowReader reader = store.openForReading(catalog)) {
      return output.print(about == null ? ofStore(reader) : of(about, reader));
    }
  }

  /** A flow of that name comes before a run. */
  private Answer of(String name, FlowReader reader) {
    FlowId id = SelectionOption.id(name);
    Optional<FlowRecord> record = reader.load(id);
    if (record.isPresent()) {
      return new FlowHistoryAnswer(reader.description(), record.get().header(), reader.journal(id));
    }
    List<FlowId> flows = RUN.matcher(name).matches() ? reader.flowsOf(new RunId(name)) : List.of();
    if (flows.isEmpty() && !isKept(name, reader)) {
      throw CommandException.usage(
          "there is no flow '"
              + Text.line(name)
              + "' in "
              + Text.line(reader.description())
              + ", and no run of that id has migrated any"
              + "\n  next: "
              + Shell.portage()
              + " status"
              + store.asOption());
    }
    return RunHistoryAnswer.of(reader, new RunId(name), flows);
  }

  /** A run that has migrated nothing may still have something to say. */
  private static boolean isKept(String name, FlowReader reader) {
    return RUN.matcher(name).matches() && reader.run(new RunId(name)).isPresent();
  }

  private Answer ofStore(FlowReader reader) {
    HistoryBatches batches = new HistoryBatches();
    FlowQuery query = selection.narrow(FlowQuery.all());
    List<FlowHeader> page = reader.find(query);
    while (!page.isEmpty()) {
      page.forEach(header -> reader.journal(header.id()).forEach(batches::add));
      page = reader.find(query.after(page.get(page.size() - 1).id()));
    }
    return new StoreHistoryAnswer(reader.description(), batches.latestFirst());
  }
}

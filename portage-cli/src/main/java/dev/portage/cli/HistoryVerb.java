package dev.portage.cli;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.JournalBatch;
import dev.portage.store.RunId;
import java.util.ArrayList;
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
    RunHistoryAnswer answer =
        RUN.matcher(name).matches() ? RunHistoryAnswer.of(reader, new RunId(name)) : null;
    if (answer == null || answer.isEmpty()) {
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
    return answer;
  }

  private Answer ofStore(FlowReader reader) {
    if (selection.isEmpty()) {
      return new StoreHistoryAnswer(reader.description(), reader.batches(null));
    }
    List<JournalBatch> batches = new ArrayList<>();
    FlowQuery query = selection.narrow(FlowQuery.all());
    List<FlowHeader> page = reader.find(query);
    while (!page.isEmpty()) {
      page.forEach(flow -> batches.addAll(JournalBatch.of(reader.journal(flow.id()))));
      page = reader.find(query.after(page.get(page.size() - 1).id()));
    }
    return new StoreHistoryAnswer(reader.description(), JournalBatch.together(batches));
  }
}

package dev.portage.cli;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists what migrations did. */
@Command(
    name = "history",
    sortOptions = false,
    header = "What migrations did: to the whole store, or to one flow.",
    footer = {"", "Example: portage history order-000412 --store jdbc:sqlite:shop.db"})
final class HistoryVerb implements Verb {
  @Parameters(paramLabel = "FLOW", arity = "0..1", description = "The id of a flow; default: all.")
  private @Nullable String flow;

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
      return output.print(
          flow == null ? ofStore(reader) : ofFlow(SelectionOption.id(flow), reader));
    }
  }

  private Answer ofFlow(FlowId id, FlowReader reader) {
    FlowRecord record =
        reader
            .load(id)
            .orElseThrow(
                () ->
                    CommandException.usage(
                        "there is no flow '"
                            + Text.line(id.text())
                            + "' in "
                            + Text.line(reader.description())
                            + "\n  next: "
                            + Shell.portage()
                            + " status --store "
                            + Shell.word(store.url())));
    return new FlowHistoryAnswer(reader.description(), record.header(), reader.journal(id));
  }

  private Answer ofStore(FlowReader reader) {
    List<JournalEntry> entries = new ArrayList<>();
    FlowQuery query = selection.narrow(FlowQuery.all());
    List<FlowHeader> page = reader.find(query);
    while (!page.isEmpty()) {
      page.forEach(header -> entries.addAll(reader.journal(header.id())));
      page = reader.find(query.after(page.get(page.size() - 1).id()));
    }
    return new StoreHistoryAnswer(reader.description(), entries);
  }
}

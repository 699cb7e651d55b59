package dev.portage.cli;

import dev.portage.store.FlowDocument;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.JournalEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Flows as documents, and where these go. */
final class ExportedFlows {
  private ExportedFlows() {}

  /**
   * The documents of these flows, in their order.
   *
   * @throws CommandException if some are not there; names all of them
   */
  static List<FlowDocument> of(FlowReader reader, List<String> ids, boolean withJournal) {
    List<FlowDocument> documents = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String id : ids.stream().distinct().toList()) {
      Optional<FlowRecord> flow = reader.load(SelectionOption.id(id));
      if (flow.isEmpty()) {
        missing.add("'" + Text.line(id) + "'");
      } else {
        List<JournalEntry> journal = withJournal ? reader.journal(flow.get().id()) : List.of();
        documents.add(new FlowDocument(flow.get(), journal));
      }
    }
    if (!missing.isEmpty()) {
      throw CommandException.usage(
          (missing.size() == 1 ? "flow " : "flows ")
              + String.join(", ", missing)
              + (missing.size() == 1 ? " is" : " are")
              + " not in "
              + Text.line(reader.description())
              + "; nothing was exported\n  next: look with portage status");
    }
    return documents;
  }

  /** Writes them into a file, or else to stdout. */
  static ExitCode write(List<FlowDocument> documents, @Nullable Path file, OutputOptions output) {
    String text = documents.stream().map(FlowDocument::text).collect(Collectors.joining());
    if (file == null) {
      output.printJson(text);
      return ExitCode.OK;
    }
    WholeFile.write("the export", file, text);
    return output.print(new ExportAnswer(file.toString(), documents));
  }
}

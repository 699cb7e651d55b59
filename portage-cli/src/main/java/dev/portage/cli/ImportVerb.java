package dev.portage.cli;

import dev.portage.store.FlowDocument;
import dev.portage.store.FlowStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts flows into a store. */
@Command(
    name = "import",
    sortOptions = false,
    header = "Puts flows that were exported into a store: all of them, or none.",
    footer = {
      "",
      "Everything is checked before anything is written; a flow whose id is stored already stops",
      "all. Engines on the store go on with flows that are not finished: a flow that still runs",
      "elsewhere would run twice.",
      "",
      "Example: portage import order.json --store jdbc:sqlite:other.db"
    })
final class ImportVerb implements Verb {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files that portage export has written.")
  private List<Path> files = new ArrayList<>();

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final OutputOptions output;

  ImportVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    List<FlowDocument> documents = new ArrayList<>();
    for (Path file : files) {
      documents.addAll(FlowDocument.parse(Text.line(file.toString()), bytes(file)));
    }
    String place;
    try (FlowStore open = store.openForWriting(catalog)) {
      FlowDocument.into(open, documents);
      place = open.description();
    }
    long journals = documents.stream().filter(each -> !each.journal().isEmpty()).count();
    if (journals > 0) {
      output.warn(
          "of "
              + Text.count(journals, "flow")
              + " the journal stays behind: what was migrated before cannot be undone here");
    }
    return output.print(new ImportAnswer(place, documents));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "'" + Text.line(file.toString()) + "' cannot be read: " + e + "; nothing was imported",
          e);
    }
  }
}

package dev.portage.cli;

import dev.portage.store.FlowDocument;
import dev.portage.store.FlowReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes flows as documents. */
@Command(
    name = "export",
    sortOptions = false,
    header = "Writes stored flows as JSON documents, shape and all.",
    footer = {
      "",
      "One document (portage/flow/1) for each flow, one after the other; 'portage import' puts them",
      "into another store. Values are written as they are: for a flow that leaves the house, see",
      "'portage fixture --redact'.",
      "",
      "Example: portage export order-000412 --out order.json --store jdbc:sqlite:shop.db"
    })
final class ExportVerb implements Verb {
  @Parameters(paramLabel = "FLOW", arity = "1..*", description = "The ids of the flows.")
  private List<String> flows = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write a file, in place of what is there; default: stdout.")
  private @Nullable Path out;

  @Option(
      names = "--journal",
      description = "With what was migrated, to be read; it is not imported again.")
  private boolean journal;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final OutputOptions output;

  ExportVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    List<FlowDocument> documents;
    try (FlowReader reader = store.openForReading(catalog)) {
      documents = ExportedFlows.of(reader, flows, journal);
    }
    return ExportedFlows.write(documents, out, output);
  }
}

package dev.portage.cli;

import dev.portage.store.FlowDocument;
import dev.portage.store.FlowReader;
import dev.portage.store.Redaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes one flow as a fixture of tests. */
@Command(
    name = "fixture",
    sortOptions = false,
    header = "Writes one stored flow as a fixture for tests of migrations.",
    footer = {
      "",
      "--redact puts other values of the same type and look in the place of texts and numbers, and",
      "of the messages of failures; the id too. Names, states, times and keys of objects stay.",
      "A value that is one of a few words, such as a currency, is best kept: --keep, where * stands",
      "for any one name.",
      "",
      "Example: portage fixture order-000412 --redact --keep /inputs/order/currency \\",
      "             --out src/test/resources/order-half-paid.json --store jdbc:sqlite:shop.db"
    })
final class FixtureVerb implements Verb {
  @Parameters(paramLabel = "FLOW", description = "The id of the flow.")
  private String flow = "";

  @Option(names = "--redact", description = "Take out what users gave the flow.")
  private boolean redact;

  @Option(
      names = "--keep",
      paramLabel = "PATH",
      description =
          "Leave this value as it is, and all below it: /id, /inputs/.., /meta/..,"
              + " /atoms/NAME/output/..; may be given several times.")
  private List<String> keep = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write a file, in place of what is there; default: stdout.")
  private @Nullable Path out;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final OutputOptions output;

  FixtureVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    if (!keep.isEmpty() && !redact) {
      throw CommandException.usage("--keep says what --redact leaves\n  next: add --redact");
    }
    Redaction redaction = redaction();
    FlowDocument document;
    try (FlowReader reader = store.openForReading(catalog)) {
      document = ExportedFlows.of(reader, List.of(flow), false).get(0);
    }
    if (redact) {
      document = redaction.apply(document);
      redaction.unused().forEach(path -> output.warn("nothing is at --keep " + Text.line(path)));
    }
    return ExportedFlows.write(List.of(document), out, output);
  }

  private Redaction redaction() {
    try {
      return Redaction.keeping(keep);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--keep: " + e.getMessage(), e);
    }
  }
}

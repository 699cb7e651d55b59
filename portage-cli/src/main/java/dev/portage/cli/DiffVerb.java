package dev.portage.cli;

import dev.portage.cli.DiffAnswer.Side;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares two shapes. */
@Command(
    name = "diff",
    sortOptions = false,
    header = "How one shape differs from another.",
    footer = {"", "Example: portage diff b15b 9c41 --store jdbc:sqlite:shop.db"})
final class DiffVerb implements Verb {
  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "The beginning of a fingerprint, or a flow id.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "B", description = "Likewise.")
  private String to = "";

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final OutputOptions output;

  DiffVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    try (FlowReader reader = store.openForReading()) {
      return output.print(new DiffAnswer(side(from, reader), side(to, reader)));
    }
  }

  private Side side(String name, FlowReader reader) {
    Optional<FlowRecord> flow = reader.load(SelectionOption.id(name));
    if (flow.isPresent()) {
      return new Side(name, flow.get().shape());
    }
    List<Shape> shapes =
        SelectionOption.isPrefix(name) ? reader.shapes(name.toLowerCase(Locale.ROOT)) : List.of();
    if (shapes.isEmpty()) {
      throw CommandException.usage(
          "no shape and no flow is called '"
              + Text.line(name)
              + "' in "
              + Text.line(reader.description())
              + "\n  next: portage status --store "
              + Shell.word(store.url()));
    }
    List<Fingerprint> found = shapes.stream().map(Shape::fingerprint).distinct().toList();
    if (found.size() > 1) {
      throw Shapes.ambiguous(name, shapes);
    }
    return new Side(found.get(0).brief(), shapes.get(0));
  }
}

package dev.portage.cli;

import dev.portage.cli.GraphAnswer.Language;
import dev.portage.shape.Shape;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws a shape or a flow. */
@Command(
    name = "graph",
    sortOptions = false,
    header = "The tasks of a shape or a flow, in what order they run, and where flows are.",
    footer = {
      "",
      "Without --store it draws what the code or the lockfile has.",
      "",
      "Example: portage graph order-000412 --store jdbc:sqlite:shop.db",
      "Example: portage graph b15b --store jdbc:sqlite:shop.db --dot | dot -Tsvg > order.svg",
      "Example: portage graph current --type order --class-path shop.jar --mermaid"
    })
final class GraphVerb implements Verb {
  @Parameters(
      paramLabel = "X",
      description =
          "A flow id, the beginning of a fingerprint, release:LABEL, or 'current': what the code has"
              + " today.")
  private String what = "";

  /** In which language, at most one. */
  static final class Languages {
    @Option(names = "--dot", description = "As a graph for Graphviz.")
    private boolean dot;

    @Option(names = "--mermaid", description = "As a graph for Mermaid.")
    @SuppressWarnings("UnusedVariable") // what is not the one is the other
    private boolean mermaid;
  }

  @ArgGroup private @Nullable Languages languages;

  @Option(
      names = "--type",
      paramLabel = "NAME",
      description = "Of which flow 'current' or the release is, where there are several.")
  private @Nullable String type;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final LockOption lock = new LockOption();
  @Mixin private final OutputOptions output;

  GraphVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    Language language =
        languages == null ? Language.TREE : languages.dot ? Language.DOT : Language.MERMAID;
    return output.print(new GraphAnswer(subject(), language));
  }

  private GraphSubject subject() {
    Shape known = null;
    if (what.equals(ShapeNames.CURRENT)) {
      known = ShapeNames.current(type, catalog.load());
    } else if (ShapeNames.isRelease(what)) {
      known = ShapeNames.released(what, type, lock);
    } else if (!store.isGiven() && lock.isMeant()) {
      known = ShapeNames.locked(what, lock);
    }
    if (known != null && !store.isAsked()) {
      return GraphSubject.of(what, known);
    }
    try (FlowReader reader = store.openForReading(catalog)) {
      return known == null ? stored(reader) : GraphSubject.stored(what, known, reader);
    }
  }

  private GraphSubject stored(FlowReader reader) {
    Optional<FlowRecord> flow = reader.load(SelectionOption.id(what));
    if (flow.isPresent()) {
      return GraphSubject.of(flow.get());
    }
    List<Shape> shapes =
        SelectionOption.isPrefix(what) ? reader.shapes(what.toLowerCase(Locale.ROOT)) : List.of();
    if (shapes.isEmpty()) {
      throw CommandException.usage(
          "no shape and no flow is called '"
              + Text.line(what)
              + "' in "
              + Text.line(reader.description())
              + "\n  next: "
              + Shell.portage()
              + " status"
              + store.asOption());
    }
    return GraphSubject.stored(what, ShapeNames.only(what, shapes), reader);
  }
}

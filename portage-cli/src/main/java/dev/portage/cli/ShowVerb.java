package dev.portage.cli;

import dev.portage.cli.FlowAnswer.Detail;
import dev.portage.cli.FlowAnswer.Stored;
import dev.portage.migration.FindingCode;
import dev.portage.shape.Shape;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains one thing: a flow, a shape, a step or a finding code. */
@Command(
    name = "show",
    sortOptions = false,
    header = "One flow, one shape, one step, or what a finding code means.",
    footer = {
      "",
      "Examples: portage show order-000412 --store jdbc:sqlite:shop.db",
      "          portage show 9c41d07a2e --store jdbc:sqlite:shop.db",
      "          portage show release:2026.03 --store jdbc:sqlite:shop.db",
      "          portage show RERUN01"
    })
final class ShowVerb implements Verb {
  @Parameters(
      paramLabel = "X",
      description =
          "A flow id, the beginning of a fingerprint, release:LABEL, a step id (or step:ID), or a"
              + " finding code.")
  private String what = "";

  @Mixin private final StoreOption store = new StoreOption();

  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final LockOption lock = new LockOption();

  @Option(
      names = "--type",
      paramLabel = "NAME",
      description = "Of which flow the release is, where it has several.")
  private @Nullable String type;

  @Option(
      names = "--no-values",
      description = "Hide what flows store: inputs, outputs, histories, messages of failures.")
  private boolean valuesHidden;

  @Mixin private final OutputOptions output;

  ShowVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    Optional<FindingCode> code = FindingCode.of(what);
    if (code.isPresent()) {
      return output.print(new CodeAnswer(code.get()));
    }
    Application application = catalog.loadIfGiven();
    Optional<StepAnswer> step =
        application == null
            ? Optional.empty()
            : StepAnswer.of(what.replaceFirst("^step:", ""), application.migrations());
    if (step.isPresent()) {
      return output.print(step.get());
    }
    try (FlowReader reader = store.openForReading(catalog)) {
      Optional<FlowRecord> flow = reader.load(SelectionOption.id(what));
      return flow.isPresent() ? show(flow.get(), reader) : showShape(reader);
    }
  }

  private ExitCode show(FlowRecord flow, FlowReader reader) {
    Values values = valuesHidden ? Values.hidden() : Values.shown();
    Detail detail = output.isVerbose() ? Detail.STACKS : Detail.USUAL;
    Stored stored =
        new Stored(
            reader.description(),
            flow,
            reader.original(flow.id()).orElse(null),
            reader.refusals(FlowQuery.all().only(List.of(flow.id()))).stream()
                .findFirst()
                .orElse(null));
    ExitCode exit = output.print(new FlowAnswer(stored, values, detail, Instant.now()));
    values.problems().forEach(problem -> output.warn("flow '" + Text.line(what) + "': " + problem));
    return exit;
  }

  private ExitCode showShape(FlowReader reader) {
    List<Shape> shapes = shapes(reader);
    if (shapes.isEmpty()) {
      throw unknown(reader);
    }
    long fingerprints = shapes.stream().map(Shape::fingerprint).distinct().count();
    if (fingerprints > 1) {
      throw Shapes.ambiguous(what, shapes);
    }
    return output.print(
        new ShapeAnswer(
            reader.description(),
            shapes,
            reader.census(FlowQuery.all().shaped(shapes.get(0).fingerprint().hex()))));
  }

  private List<Shape> shapes(FlowReader reader) {
    if (ShapeNames.isRelease(what)) {
      return List.of(ShapeNames.released(what, type, lock));
    }
    return SelectionOption.isPrefix(what)
        ? reader.shapes(what.toLowerCase(Locale.ROOT))
        : List.of();
  }

  private CommandException unknown(FlowReader reader) {
    List<String> flows =
        reader.find(FlowQuery.all().limit(3)).stream().map(h -> h.id().text()).toList();
    return CommandException.usage(
        "nothing is called '"
            + Text.line(what)
            + "' in "
            + Text.line(reader.description())
            + ": no flow, no shape, no step and no finding code"
            + (flows.isEmpty() ? "" : "\n  flows there: " + Text.line(String.join(", ", flows)))
            + "\n  next: "
            + Shell.portage()
            + " status"
            + store.asOption());
  }
}

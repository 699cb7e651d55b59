package dev.portage.cli;

import dev.portage.migration.Correspondence;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Plan;
import dev.portage.migration.Planner;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.Stamp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two shapes. */
@Command(
    name = "diff",
    sortOptions = false,
    header = "How one shape differs from another, and where flows are.",
    footer = {
      "",
      "Example: portage diff b15b current --store jdbc:sqlite:shop.db --class-path shop.jar",
      "Example: portage diff release:2025.11 release:2026.03 --type order --store ...",
      "With a class path the code's migrations say which atom stands for which."
    })
final class DiffVerb implements Verb {
  private static final String STORED = "stored";

  @Parameters(
      index = "0",
      paramLabel = "A",
      description =
          "The beginning of a fingerprint, a flow id, release:LABEL for what the lockfile has,"
              + " 'stored' for the one shape of unfinished flows, or 'current': what the code has"
              + " today.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "B", description = "Likewise.")
  private String to = "";

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final LockOption lock = new LockOption();

  @Option(
      names = "--type",
      paramLabel = "NAME",
      description = "Of which flow 'current' or the release is; default: of the other one's.")
  private @Nullable String type;

  @Option(
      names = "--picture",
      paramLabel = "mermaid|dot",
      description = "Both shapes as a graph, side by side, for Mermaid or Graphviz.")
  private DiffPicture.@Nullable Language picture;

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
    try (FlowReader reader = store.openForReading(catalog)) {
      DiffSide old = side(from, to, reader);
      DiffSide now = side(to, from, reader);
      Correspondence pairs = correspondence(old.shape(), now.shape());
      return output.print(
          picture == null
              ? new DiffAnswer(old, now, pairs)
              : new DiffPicture(old, now, pairs, picture));
    }
  }

  /** By the steps and rules of the code, if there is any; else by names alone. */
  private Correspondence correspondence(Shape old, Shape now) {
    Application application = catalog.loadIfGiven();
    MigrationBook book =
        application == null ? null : application.migrations().book(old.root().name());
    Plan plan = new Planner(book).plan(old.atoms(), Stamp.NONE, now.atoms());
    return Correspondence.of(
        old, now, plan instanceof Plan.Ready ready ? ready.moves() : List.of());
  }

  private DiffSide side(String name, String other, FlowReader reader) {
    if (ShapeNames.isRelease(name)) {
      return DiffSide.stored(name, ShapeNames.released(name, type(other, reader), lock), reader);
    }
    return name.equals(ShapeNames.CURRENT) ? current(other, reader) : stored(name, reader);
  }

  /** The one shape that unfinished flows have. */
  private DiffSide waiting(FlowReader reader) {
    List<Shape> shapes =
        reader.census(FlowQuery.unfinished().of(type)).stream()
            .filter(line -> line.unfinished() > 0)
            .flatMap(line -> reader.shape(line.shape().digest()).stream())
            .distinct()
            .toList();
    if (shapes.isEmpty()) {
      throw CommandException.usage(
          "no unfinished flow"
              + (type == null ? "" : " '" + Text.line(type) + "'")
              + " is in "
              + Text.line(reader.description()));
    }
    return DiffSide.stored(STORED, ShapeNames.only(STORED, shapes), reader);
  }

  /** Of which flow a release is meant: that of what it is compared with. */
  private @Nullable String type(String other, FlowReader reader) {
    boolean isStored = !ShapeNames.isRelease(other) && !other.equals(ShapeNames.CURRENT);
    return type == null && isStored ? stored(other, reader).shape().root().name() : type;
  }

  /** What the code has for a flow like the other one. */
  private DiffSide current(String other, FlowReader reader) {
    Application application = catalog.load();
    FlowHeader like = like(other, reader);
    return application
        .catalog()
        .target(like.key(), application.migrations().inputs(like))
        .map(target -> DiffSide.stored(ShapeNames.CURRENT, target.shape(), reader))
        .orElseThrow(
            () ->
                CommandException.usage(
                    "the code has no flow '"
                        + Text.line(like.flow())
                        + "', only "
                        + application.catalog().flows().stream().sorted().toList()));
  }

  private FlowHeader like(String other, FlowReader reader) {
    FlowQuery query = FlowQuery.all().of(type).limit(1);
    if (type == null && !other.equals(ShapeNames.CURRENT)) {
      Optional<FlowRecord> flow = reader.load(SelectionOption.id(other));
      if (flow.isPresent()) {
        return flow.get().header();
      }
      Shape shape =
          ShapeNames.isRelease(other)
              ? ShapeNames.released(other, null, lock)
              : stored(other, reader).shape();
      query = query.shaped(shape.fingerprint().hex());
    }
    return reader.find(query).stream()
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    "'current' depends on what a flow is submitted with, and no such flow is"
                        + " stored\n  next: "
                        + Shell.portage()
                        + " status"
                        + store.asOption()));
  }

  private DiffSide stored(String name, FlowReader reader) {
    Optional<FlowRecord> flow = reader.load(SelectionOption.id(name));
    if (flow.isPresent()) {
      return DiffSide.stored(name, flow.get().shape(), reader);
    }
    if (name.equals(STORED)) {
      return waiting(reader);
    }
    List<Shape> shapes =
        SelectionOption.isPrefix(name) ? reader.shapes(name.toLowerCase(Locale.ROOT)) : List.of();
    if (shapes.isEmpty()) {
      throw CommandException.usage(
          "no shape and no flow is called '"
              + Text.line(name)
              + "' in "
              + Text.line(reader.description())
              + "\n  next: "
              + Shell.portage()
              + " status"
              + store.asOption());
    }
    List<Fingerprint> found = shapes.stream().map(Shape::fingerprint).distinct().toList();
    if (found.size() > 1) {
      throw Shapes.ambiguous(name, shapes);
    }
    return DiffSide.stored(found.get(0).brief(), shapes.get(0), reader);
  }
}

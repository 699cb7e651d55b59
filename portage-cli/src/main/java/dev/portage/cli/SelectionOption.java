package dev.portage.cli;

import dev.portage.migration.Forecast;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which flows a verb works on. */
final class SelectionOption {
  private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{4,64}");

  @Option(names = "--type", paramLabel = "NAME", description = "Only flows of this name.")
  private @Nullable String type;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      description =
          "Only flows whose fingerprint begins so, at least 4 digits; or release:LABEL for a shape of"
              + " the lockfile.")
  private @Nullable String shape;

  @Mixin private final LockOption lock = new LockOption();

  @Option(
      names = "--flow",
      paramLabel = "ID",
      description = "Only this flow; may be given several times.")
  private List<String> flows = new ArrayList<>();

  @Mixin private final TraitsOption traits = new TraitsOption();

  @Option(names = "--finished-too", description = "Finished flows, too.")
  private boolean finishedToo;

  /** The lockfile that names releases. */
  LockOption lock() {
    return lock;
  }

  @Nullable String type() {
    return type;
  }

  boolean hasFlows() {
    return !flows.isEmpty();
  }

  boolean isEmpty() {
    return type == null && shape == null && flows.isEmpty() && traits.isEmpty();
  }

  /**
   * The flows that are meant, of those in the query's scope; with finished ones if that is asked.
   *
   * @throws CommandException also if shapes are picked by their verdict, which this verb has none
   *     of
   */
  FlowQuery narrow(FlowQuery query) {
    if (!traits.verdicts().isEmpty()) {
      throw CommandException.usage(
          "--state "
              + traits.verdicts().iterator().next()
              + " is a verdict on a shape: status, plan, lint and migrate pick by it, this verb by"
              + " states such as RUNNING");
    }
    return query(query);
  }

  /** The forecasts of what is picked, by verdicts too. */
  List<Forecast> forecasts(Application application, FlowReader reader, FlowQuery narrowed) {
    return traits.of(application.forecasts(reader).forecast(narrowed));
  }

  /** The flows of the whole store that cannot be read, however few are selected. */
  Unreadable unreadable(FlowReader reader, List<CensusLine> selected) {
    return isEmpty() ? Unreadable.in(reader, selected) : Unreadable.in(reader);
  }

  /** Whether shapes are picked by their verdict. */
  boolean picksVerdicts() {
    return !traits.verdicts().isEmpty();
  }

  /** The same for a verb that picks {@link #forecasts}. */
  FlowQuery query(FlowQuery query) {
    return query
        .in(finishedToo ? FlowQuery.Scope.ALL : query.scope())
        .like(traits.traits())
        .of(type)
        .shaped(shape == null ? null : fingerprint(shape))
        .only(flows.stream().map(SelectionOption::id).toList());
  }

  private String fingerprint(String named) {
    return ShapeNames.isRelease(named)
        ? ShapeNames.released(named, type, lock).fingerprint().hex()
        : prefix("--shape", named);
  }

  /** Warns of flows that are named and not stored; if none is, there is nothing to do. */
  void requireStored(FlowReader reader, OutputOptions output) {
    List<String> missing = flows.stream().distinct().filter(flow -> !has(reader, flow)).toList();
    for (String flow : missing) {
      String said = "flow '" + Text.line(flow) + "' is not in " + Text.line(reader.description());
      if (missing.size() == flows.stream().distinct().count()) {
        throw CommandException.usage(said + "; look for it with portage status");
      }
      output.warn(said);
    }
  }

  /** Every flow that a query means, sorted by id. */
  static List<FlowHeader> find(FlowReader reader, FlowQuery query) {
    List<FlowHeader> found = new ArrayList<>();
    List<FlowHeader> page = reader.find(query);
    while (!page.isEmpty()) {
      found.addAll(page);
      page = reader.find(query.after(page.get(page.size() - 1).id()));
    }
    return found;
  }

  private static boolean has(FlowReader reader, String flow) {
    try {
      return reader.load(id(flow)).isPresent();
    } catch (CorruptRecordException e) {
      return true; // it is there, and told of with the others that cannot be read
    }
  }

  /** The beginning of a fingerprint, in the digits that stores know. */
  static String prefix(String what, String given) {
    String digits = given.toLowerCase(Locale.ROOT);
    if (!isPrefix(digits)) {
      throw CommandException.usage(
          what
              + " takes the beginning of a fingerprint, 4 to 64 hexadecimal digits; found '"
              + Text.line(given)
              + "'\n  next: "
              + Shell.portage()
              + " status lists them");
    }
    return digits;
  }

  /** Whether the text can be the beginning of a fingerprint. */
  static boolean isPrefix(String text) {
    return PREFIX.matcher(text.toLowerCase(Locale.ROOT)).matches();
  }

  /** The id of a flow, as given. */
  static FlowId id(String given) {
    try {
      return FlowId.of(given);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage() + "", e);
    }
  }

  /** The options again, for a hint; empty, or beginning with a space. */
  String asOptions() {
    StringBuilder text = new StringBuilder();
    if (type != null) {
      text.append(" --type ").append(Shell.word(type));
    }
    if (shape != null) {
      text.append(" --shape ").append(Shell.word(shape)).append(lock.asOption());
    }
    flows.forEach(flow -> text.append(" --flow ").append(Shell.word(flow)));
    text.append(traits.asOptions()).append(finishedToo ? " --finished-too" : "");
    return text.toString();
  }
}

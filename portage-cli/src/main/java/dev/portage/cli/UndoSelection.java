package dev.portage.cli;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.RunId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose migrations are taken back. */
final class UndoSelection {
  private static final int PAGE = 500;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Only what was migrated under this run; portage history lists them.")
  private @Nullable String run;

  @Mixin private final SelectionOption selection = new SelectionOption();

  @Nullable RunId run() {
    String text = run;
    if (text == null) {
      return null;
    }
    try {
      return new RunId(text);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, "--run takes the id of a run: " + e.getMessage(), e);
    }
  }

  /**
   * The flows that are meant, sorted by id.
   *
   * @throws CommandException if nothing is named, or nothing stored is meant
   */
  List<FlowHeader> find(FlowReader reader, OutputOptions output) {
    if (run == null && selection.isEmpty()) {
      throw CommandException.usage(
          "undo what? Name a run, flows or a shape: --run ID, --flow ID, --shape PREFIX"
              + "\n  next: "
              + Shell.portage()
              + " history lists the runs");
    }
    selection.requireStored(reader, output);
    RunId of = run();
    return of == null ? unfinished(reader) : ofRun(reader, of);
  }

  private List<FlowHeader> unfinished(FlowReader reader) {
    FlowQuery scope = selection.hasFlows() ? FlowQuery.all() : FlowQuery.unfinished();
    return SelectionOption.find(reader, selection.narrow(scope));
  }

  private List<FlowHeader> ofRun(FlowReader reader, RunId of) {
    List<FlowId> ids = reader.flowsOf(of);
    if (ids.isEmpty()) {
      throw CommandException.usage(
          "no flow of "
              + Text.line(reader.description())
              + " was migrated under run "
              + of
              + "\n  next: "
              + Shell.portage()
              + " history lists the runs");
    }
    FlowQuery query = selection.narrow(FlowQuery.all());
    List<FlowHeader> found = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += PAGE) {
      List<FlowId> some = ids.subList(i, Math.min(ids.size(), i + PAGE));
      reader.find(FlowQuery.all().only(some).limit(PAGE)).stream()
          .filter(query::matches)
          .forEach(found::add);
    }
    return found;
  }

  /** The options again, for a hint; empty, or beginning with a space. */
  String asOptions() {
    return (run == null ? "" : " --run " + Shell.word(run)) + selection.asOptions();
  }
}

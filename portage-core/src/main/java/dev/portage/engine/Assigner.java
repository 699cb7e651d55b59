package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.model.Need;
import dev.portage.model.Part;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** Begins atoms of one run, and gathers what their bodies may read. Not thread-safe. */
final class Assigner {
  private final FlowHeader.Key flow;
  private final Target target;
  private final ObjectNode inputs;
  private final Progress progress;
  private final Reports reports;
  private final Map<String, Task> tasks = new HashMap<>();

  Assigner(FlowHeader header, Target target, Progress progress, Reports reports) {
    this.flow = header.key();
    this.target = target;
    this.inputs = JsonInputs.of("flow '" + flow.id() + "'", header.inputs()).tree();
    this.progress = progress;
    this.reports = reports;
    collect(target.flow());
  }

  private void collect(Flow from) {
    for (Part part : from.parts()) {
      if (part instanceof Task task) {
        tasks.put(task.name(), task);
      } else if (part instanceof Flow subflow) {
        collect(subflow);
      }
    }
  }

  private Task task(int atom) {
    String name = progress.declared(atom).name();
    return Objects.requireNonNull(tasks.get(name), () -> "no task " + name);
  }

  /** Whether the atom is to be reverted and there is nothing to run for that. */
  boolean isWithoutBody(int atom) {
    return !progress.isToExecute(atom) && !task(atom).reverts();
  }

  /** Reverts an atom {@link #isWithoutBody}: both its steps are stored at once. */
  void revertWithoutBody(int atom, Instant now) {
    progress.begin(atom, Attempt.toRevert(flow.id(), progress.row(atom)), now);
    progress.complete(atom, new Outcome.Reverted(), now);
  }

  /** Begins an atom; its body may run once that is stored. */
  Assignment begin(int atom, Instant now) {
    Task task = task(atom);
    AtomRecord row = progress.row(atom);
    if (progress.isToExecute(atom)) {
      Attempt attempt = Attempt.toExecute(flow.id(), row, now);
      progress.begin(atom, attempt, now);
      return new Assignment(
          atom,
          task,
          Assignment.Body.EXECUTE,
          new StoredArguments(
              task,
              occasion(atom, attempt),
              sources(atom, task.needs()),
              StoredArguments.Past.NONE));
    }
    Attempt attempt = Attempt.toRevert(flow.id(), row);
    progress.begin(atom, attempt, now);
    StoredArguments.Past past =
        new StoredArguments.Past(
            row.execution().output(), row.execution().failure(), progress.failures());
    return new Assignment(
        atom,
        task,
        Assignment.Body.REVERT,
        new StoredArguments(task, occasion(atom, attempt), revertSources(atom, task), past));
  }

  private StoredArguments.Occasion occasion(int atom, Attempt attempt) {
    return new StoredArguments.Occasion(attempt.context(), reports.desk(atom));
  }

  private Map<String, SlotSource> revertSources(int atom, Task task) {
    Map<String, SlotSource> all = sources(atom, task.needs());
    all.putAll(sources(atom, task.revertNeeds()));
    return all;
  }

  private Map<String, SlotSource> sources(int atom, List<Need> needs) {
    Map<String, SlotSource> bySlot = new HashMap<>();
    for (Need need : needs) {
      bySlot.put(need.slot().name(), source(progress.declared(atom).name(), need));
    }
    return bySlot;
  }

  private SlotSource source(String atom, Need need) {
    String provider =
        need.kind() == Need.Kind.INJECTED ? null : target.wiring().provider(atom, need.from());
    if (provider == null) {
      return new SlotSource(need, "", null, inputs);
    }
    int node = target.wiring().precedence().node(provider);
    return new SlotSource(need, provider, progress.row(node).execution().output(), inputs);
  }
}

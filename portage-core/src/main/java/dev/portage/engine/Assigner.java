package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.Need;
import dev.portage.model.Part;
import dev.portage.model.Retry;
import dev.portage.model.RetryStrategy.Decision;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
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
  private final Map<String, Retry> retries = new HashMap<>();

  Assigner(FlowRecord stored, Target target, Resolver.Rules rules, Reports reports) {
    this.flow = stored.header().key();
    this.target = target;
    this.inputs = JsonInputs.of("flow '" + flow.id() + "'", stored.header().inputs()).tree();
    this.reports = reports;
    collect(target.flow());
    this.progress = new Progress(target, stored, rules, retry -> decide(retry));
  }

  private void collect(Flow from) {
    Retry retry = from.retry();
    if (retry != null) {
      retries.put(retry.name(), retry);
    }
    for (Part part : from.parts()) {
      if (part instanceof Task task) {
        tasks.put(task.name(), task);
      } else if (part instanceof Flow subflow) {
        collect(subflow);
      }
    }
  }

  Progress progress() {
    return progress;
  }

  /** The code of an atom; a retry's as a task with the same slots. */
  private Task task(int atom) {
    String name = progress.declared(atom).name();
    Retry retry = retries.get(name);
    return retry == null
        ? Objects.requireNonNull(tasks.get(name), () -> "no task " + name)
        : stand(retry, StoredHistory.of(retry, progress.row(atom).history()));
  }

  private static Task stand(Retry retry, StoredHistory history) {
    return Task.named(retry.name())
        .version(retry.version().major(), retry.version().minor())
        .requires(retry.requires().toArray(Slot<?>[]::new))
        .provides(retry.provides().toArray(Slot<?>[]::new))
        .execute(in -> retry.strategy().execute(history, in));
  }

  private Decision decide(int atom) throws Exception {
    AtomRecord row = progress.row(atom);
    Retry retry = Objects.requireNonNull(retries.get(progress.declared(atom).name()));
    StoredHistory history = StoredHistory.of(retry, row.history());
    Task task = stand(retry, history);
    StoredArguments in =
        new StoredArguments(
            task,
            occasion(atom, Attempt.toRevert(flow.id(), row)),
            sources(atom, task.needs()),
            StoredArguments.Past.NONE);
    return retry.strategy().onFailure(history, in);
  }

  /** Whether it is an atom's turn and there is nothing to run for that. */
  boolean isWithoutBody(int atom) {
    return progress.isToExecute(atom)
        ? progress.isToRetry(atom) && progress.row(atom).state() == AtomState.PENDING
        : !progress.isToRetry(atom) && !progress.declared(atom).reverts();
  }

  /** Takes the turn of an atom {@link #isWithoutBody}: all its steps are stored at once. */
  void doWithoutBody(int atom, Instant now) {
    if (progress.isToRetry(atom)) {
      progress.retry(atom, now); // it was put round the flow later, and has yet to run
    } else {
      progress.begin(atom, Attempt.toRevert(flow.id(), progress.row(atom)), now);
      progress.complete(atom, new Outcome.Reverted(), now);
    }
  }

  /** Begins an atom; its body may run once that is stored. */
  Assignment begin(int atom, Instant now) {
    if (progress.isToRetry(atom)) {
      progress.retry(atom, now);
    }
    Task task = task(atom);
    AtomRecord row = progress.row(atom);
    if (progress.isToExecute(atom)) {
      Attempt attempt = Attempt.toExecute(flow.id(), row, now);
      progress.begin(atom, attempt, now);
      return new Assignment(
          atom,
          task,
          progress.isRetry(atom) ? Assignment.Body.TRY : Assignment.Body.EXECUTE,
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

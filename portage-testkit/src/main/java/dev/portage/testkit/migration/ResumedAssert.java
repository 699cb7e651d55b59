package dev.portage.testkit.migration;

import dev.portage.engine.FlowResult;
import dev.portage.migration.Outcome;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import dev.portage.testkit.migration.SimulatedRun.Event;
import dev.portage.testkit.migration.SimulatedRun.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Says what a migrated flow did until its end. */
public final class ResumedAssert {
  private final MigrationAssert migrated;
  private final SimulatedRun run;
  private final FlowResult result;

  private ResumedAssert(MigrationAssert migrated, SimulatedRun run, FlowResult result) {
    this.migrated = migrated;
    this.run = run;
    this.result = result;
  }

  static ResumedAssert of(MigrationAssert migrated, SimulatedRun run, Stage.Bodies bodies) {
    try (Stage stage = new Stage(migrated.scene(), bodies)) {
      FlowId id = stage.put(migrated.original().flow());
      Outcome again = stage.migrate(id);
      if (!again.word().equals(migrated.outcome().word())) {
        throw migrated.wrongly("is " + again.word() + " when it is migrated once more");
      }
      return new ResumedAssert(migrated, run, stage.run(id, run));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the flow was resumed", e);
    }
  }

  private AssertionError wrong(String sentence) {
    return migrated.wrongly(
        sentence + "\n  ran:      " + run.events() + "\n  end:      " + PlanWords.end(result));
  }

  private List<String> done(Kind kind) {
    return run.events().stream().filter(e -> e.kind() == kind).map(Event::atom).toList();
  }

  /** These were executed, in this order, whatever was executed between them. */
  public ResumedAssert ran(String... tasks) {
    int next = 0;
    for (String task : done(Kind.EXECUTE)) {
      next += next < tasks.length && tasks[next].equals(task) ? 1 : 0;
    }
    if (next < tasks.length) {
      throw wrong("did not run " + Arrays.asList(tasks) + ": '" + tasks[next] + "' is missing");
    }
    return this;
  }

  /** None of these was executed. */
  public ResumedAssert neverRan(String... tasks) {
    List<String> executed = new ArrayList<>(Arrays.asList(tasks));
    executed.retainAll(done(Kind.EXECUTE));
    if (!executed.isEmpty()) {
      throw wrong("ran " + executed);
    }
    return this;
  }

  /** These were reverted, in this order, whatever was reverted between them. */
  public ResumedAssert reverted(String... tasks) {
    int next = 0;
    for (String task : done(Kind.REVERT)) {
      next += next < tasks.length && tasks[next].equals(task) ? 1 : 0;
    }
    if (next < tasks.length) {
      throw wrong("did not revert " + Arrays.asList(tasks) + ": '" + tasks[next] + "' is missing");
    }
    return this;
  }

  /** It ended so. */
  public ResumedAssert endedIn(FlowState state) {
    if (result.state() != state) {
      throw wrong("ended in " + result.state() + ", expected " + state);
    }
    return this;
  }

  /** It is migrated again, and taken back before it goes on. */
  public UndoneAssert andUndone() {
    return migrated.andUndone();
  }
}

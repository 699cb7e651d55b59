package dev.portage.testkit.migration;

import dev.portage.engine.FlowBusyException;
import dev.portage.engine.FlowResult;
import dev.portage.migration.Outcome;
import dev.portage.model.AtomState;
import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import dev.portage.testkit.migration.Survey.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Point 9: two migrators and an engine at one flow: one order of writes, nothing lost. */
final class RacePoint {
  private static final int FLOWS = 12;
  private static final int RIVALS = 3;

  private final Survey survey;

  RacePoint(Survey survey) {
    this.survey = survey;
  }

  /** The revisions that were written, in the order in which they were answered. */
  private record Witness(FlowStore behind, List<Long> revisions) implements ForwardingStore {
    @Override
    public CompletableFuture<FlowHeader> commit(FlowWrite write) {
      return behind
          .commit(write)
          .thenApply(
              header -> {
                revisions.add(header.revision());
                return header;
              });
    }
  }

  /** Lets them race for some flows; for how many, in words. */
  String tryAll() throws InterruptedException {
    List<Found> some = survey.found().stream().filter(Found::isOpen).toList();
    ExecutorService rivals = Executors.newFixedThreadPool(RIVALS);
    try {
      int flows = some.isEmpty() ? 0 : FLOWS;
      for (int i = 0; i < flows; i++) {
        Found found = some.get(i % some.size());
        try {
          race(found, rivals);
        } catch (AssertionError | FlowException e) {
          throw new AssertionError(
              survey.trial()
                  + ", "
                  + survey.flows().words(found.done())
                  + ": "
                  + e.getMessage()
                  + "\n  "
                  + PlanWords.of(found.outcome()),
              e);
        }
      }
      return flows + " races";
    } finally {
      rivals.shutdownNow();
    }
  }

  private void race(Found found, ExecutorService rivals) throws InterruptedException {
    List<Long> revisions = Collections.synchronizedList(new ArrayList<>());
    try (Stage stage = new Stage(survey.trial(), store -> new Witness(store, revisions))) {
      FlowId id = stage.put(found.before());
      SimulatedRun run = SimulatedRun.clean();
      CyclicBarrier start = new CyclicBarrier(RIVALS);
      List<Future<Object>> answers = new ArrayList<>();
      for (int i = 1; i < RIVALS; i++) {
        answers.add(rivals.submit(at(start, () -> stage.migrator(stage.store()).migrate(id))));
      }
      answers.add(rivals.submit(at(start, () -> drive(stage, id, run))));
      for (Future<Object> answer : answers) {
        if (answer(answer) instanceof Outcome.Failed failed) {
          throw new AssertionError("a migrator of two fails: " + failed.why());
        }
      }
      FlowResult result = stage.run(id, run);
      check(found, stage, revisions, run, result);
    }
  }

  private static Callable<Object> at(CyclicBarrier start, Callable<Object> deed) {
    return () -> {
      start.await();
      return deed.call();
    };
  }

  private static Object drive(Stage stage, FlowId id, SimulatedRun run)
      throws InterruptedException {
    try {
      return stage.run(id, run);
    } catch (FlowBusyException e) {
      return e; // a migrator was at it at that moment
    }
  }

  private static Object answer(Future<Object> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError wrong) {
        throw wrong;
      }
      throw new AssertionError("one of three throws: " + e.getCause(), e.getCause());
    }
  }

  private static void check(
      Found found, Stage stage, List<Long> revisions, SimulatedRun run, FlowResult result) {
    FlowHeader header = result.stored().header();
    List<Long> sorted = revisions.stream().sorted().toList();
    List<Long> expected = new ArrayList<>();
    for (long revision = 1; revision <= header.revision(); revision++) {
      expected.add(revision);
    }
    int entries = stage.store().journal(header.id()).size();
    boolean isMigrated = found.outcome() instanceof Outcome.Migrated;
    if (!sorted.equals(expected)) {
      throw new AssertionError("its revisions are " + sorted + ", expected " + expected);
    }
    if (entries != (isMigrated ? 1 : 0)) {
      throw new AssertionError("its journal has " + entries + " entries");
    }
    if (result.state() != FlowState.SUCCESS) {
      throw new AssertionError("it ends in " + PlanWords.end(result));
    }
    found
        .after()
        .touched()
        .values()
        .forEach(
            row -> {
              if (row.state() == AtomState.SUCCESS
                  && run.executed().contains(row.name().toString())) {
                throw new AssertionError(row.name() + " was done, and is executed again");
              }
            });
  }
}

package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.UndoLab.LENS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.UndoOutcome;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several at one flow: one of them has it, and nothing is lost. */
class UndoRaceTest {
  private static final int ROUNDS = Integer.getInteger("portage.races", 20);

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private <T> List<T> atOnce(Callable<T> one, Callable<T> other) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<Future<T>> begun = new ArrayList<>();
    for (Callable<T> each : List.of(one, other)) {
      begun.add(
          threads.submit(
              () -> {
                start.await();
                return each.call();
              }));
    }
    return List.of(begun.get(0).get(), begun.get(1).get());
  }

  @Test
  void ofTwoUndosOneTakesTheMigrationBack() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      UndoLab undoing = new UndoLab();
      FlowId id = undoing.halfDone();
      String before = undoing.image(id);
      undoing.migrated(id, LENS);

      List<UndoOutcome> outcomes =
          atOnce(() -> undoing.undo(LENS).undo(id), () -> undoing.undo(LENS).undo(id));

      assertThat(outcomes).filteredOn(UndoOutcome.Undone.class::isInstance).hasSize(1);
      assertThat(undoing.image(id)).isEqualTo(before);
      assertThat(undoing.journal(id)).hasSize(2);
    }
  }

  @Test
  void ofAnUndoAndAnEngineOneHasTheFlow() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      UndoLab undoing = new UndoLab();
      FlowId id = undoing.migrated(undoing.halfDone(), LENS);

      List<Object> outcomes =
          atOnce(
              () -> undoing.undo(LENS).undo(id),
              () -> undoing.lab.resume(id, undoing.now, LENS).state());

      // The engine carries over again what was undone before it came.
      assertThat(outcomes.get(1)).isEqualTo(FlowState.SUCCESS);
      assertThat(undoing.lab.stored(id).header().state()).isEqualTo(FlowState.SUCCESS);
      assertThat(undoing.lab.ran).containsExactly("ship", "notify");
      int undone = outcomes.get(0) instanceof UndoOutcome.Undone ? 1 : 0;
      assertThat(undoing.journal(id)).hasSize(1 + 2 * undone);
    }
  }
}

package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many nested flows with retries and failures go as the model says. */
@Timeout(240)
abstract class RandomFlowsContract {
  /** A new store. */
  abstract FlowStore store();

  /** How many flows each case runs. */
  abstract int flows();

  @ParameterizedTest
  @CsvSource({
    "1, 8, REVERT_SCOPE",
    "1, 1, DEFER_REVERTS",
    "4, 8, REVERT_SCOPE",
    "16, 64, DEFER_REVERTS",
  })
  void everyFlowGoesAsTheModelSays(int parallelism, int workers, FailurePolicy policy)
      throws Exception {
    CommitWitness witness = new CommitWitness(policy);
    Ledger.Pen pen = witness.ledger().pen();
    FlowCatalog catalog =
        FlowCatalog.of(
            "random", in -> RandomCode.of(RandomFlow.of(in.get(RandomCode.SEED)), "random", pen));
    EngineOptions options =
        EngineOptions.defaults()
            .withParallelism(parallelism)
            .withWorkers(workers)
            .withFailurePolicy(policy);
    long seed = Long.getLong("portage.seed", new Random().nextInt(1_000_000) * 1000L);
    List<FlowHandle> handles = new ArrayList<>();
    try (FlowStore store = new GuardedStore(store(), witness::commit);
        Engine engine = Engine.open(store, catalog, options)) {
      for (long each = seed; each < seed + flows(); each++) {
        long input = each;
        handles.add(
            engine.submit(
                "random", FlowId.of(String.valueOf(each)), in -> RandomCode.submit(input, in)));
      }
      for (FlowHandle handle : handles) {
        FlowRecord stored = handle.await().stored();
        witness.check(stored);
        if (parallelism == 1) {
          wentTheOneWay(stored, policy, witness.ledger());
        }
      }
    }
  }

  private static void wentTheOneWay(FlowRecord stored, FailurePolicy policy, Ledger ledger) {
    String seed = stored.id().text();
    RandomFlow flow = RandomFlow.of(Long.parseLong(seed));
    SerialRun serial = new SerialRun(new ReferenceModel(flow, policy));
    CommitWitness.sameAs(serial.end(), stored);
    assertThat(
            ledger.of(seed).stream()
                .filter(Ledger.Line::isBegin)
                .map(line -> line.body() + " " + line.task() + " " + line.context().attempt())
                .toList())
        .as("seed " + seed)
        .isEqualTo(serial.bodies());
  }
}

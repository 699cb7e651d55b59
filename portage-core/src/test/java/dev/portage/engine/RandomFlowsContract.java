package dev.portage.engine;

import dev.portage.model.Slot;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many nested flows with failures end as the model says. */
@Timeout(120)
abstract class RandomFlowsContract {
  /** A new store. */
  abstract FlowStore store();

  /** How many flows each case runs. */
  abstract int flows();

  private static final Slot<Long> SEED = Slot.of("seed", Long.class);

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 8", "4, 8", "16, 64"})
  void everyFlowEndsAsTheModelSays(int parallelism, int workers) throws Exception {
    Ledger ledger = new Ledger();
    FlowCatalog catalog =
        FlowCatalog.of("random", in -> RandomFlow.of(in.get(SEED)).flow("random", ledger.pen()));
    EngineOptions options =
        EngineOptions.defaults().withParallelism(parallelism).withWorkers(workers);
    long seed = new Random().nextInt(1_000_000) * 1000L;
    List<FlowHandle> handles = new ArrayList<>();
    try (FlowStore store = store();
        Engine engine = Engine.open(store, catalog, options)) {
      for (int i = 0; i < flows(); i++) {
        long each = seed + i;
        handles.add(
            engine.submit("random", FlowId.of(String.valueOf(each)), in -> in.put(SEED, each)));
      }
      for (FlowHandle handle : handles) {
        FlowResult result = handle.await();
        long each = Long.parseLong(handle.id().text());
        ModelChecks checks = new ModelChecks(each, result.stored());
        if (parallelism == 1) {
          checks.ranAsIfSerial();
        } else {
          checks.endedAsItMust();
        }
        checks.ledgerIsInOrder(ledger.of(handle.id().text()));
      }
    }
  }
}

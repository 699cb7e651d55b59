package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowHandle;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.ManualClock;
import dev.portage.store.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines that run flows on one file while both of them remove what is finished. */
@Timeout(120)
final class PruningBesideEnginesTest {
  private static final Duration PERIOD = Duration.ofHours(1);
  private static final int ROUNDS = 10;
  private static final int FLOWS = 20;

  private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
  @TempDir private Path directory;

  private FlowStore store() {
    return FlowStores.open(
        "jdbc:sqlite:" + directory.resolve("x.db"), StoreOptions.defaults().withClock(clock));
  }

  private Engine engine(FlowStore store, String owner) {
    Flow flow =
        Flow.linear("f")
            .add(Task.named("a").run(in -> {}))
            .add(Task.named("b").run(in -> {}))
            .build();
    return Engine.open(
        store,
        FlowCatalog.of("f", in -> flow),
        EngineOptions.defaults()
            .withClock(clock)
            .withOwner(owner)
            .withLeaseDuration(Duration.ofMillis(30))
            .withRetention(PERIOD));
  }

  @Test
  void everyFlowEndsAndOnlyFinishedOnesGo() throws Exception {
    SqliteTables tables = new SqliteTables(directory.resolve("x.db"));
    try (FlowStore one = store();
        FlowStore other = store();
        Engine first = engine(one, "first");
        Engine second = engine(other, "second")) {
      FlowId waiting = first.enqueue("f", FlowId.of("waiting"), in -> {});
      List<String> before = tables.flows().get(waiting.text());
      for (int round = 0; round < ROUNDS; round++) {
        List<FlowHandle> running = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
          Engine engine = i % 2 == 0 ? first : second;
          running.add(engine.submit("f", FlowId.of(round + "-" + i), in -> {}));
        }
        clock.advance(PERIOD.dividedBy(2));
        for (FlowHandle handle : running) {
          assertThat(handle.await().state()).isEqualTo(FlowState.SUCCESS);
        }
      }
      clock.advance(PERIOD.multipliedBy(2));
      await().until(() -> tables.flows().size() == 1);
      assertThat(tables.flows().get(waiting.text())).isEqualTo(before);
    }
  }
}

package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portage.model.Arguments;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Payload;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of what tasks say of their progress. */
@Timeout(60)
class ProgressReportsTest {
  private static final FlowId ID = FlowId.of("f");

  private final MemoryFlowStore store = new MemoryFlowStore();
  private final List<AtomProgress> heard = new CopyOnWriteArrayList<>();

  private Engine engine(Task.Run body) {
    Flow flow = Flow.linear("f").add(Task.named("copy").run(body)).build();
    FlowListener listener =
        new FlowListener() {
          @Override
          public void onProgress(AtomProgress progress) {
            heard.add(progress);
          }
        };
    return Engine.open(
        store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults().withListener(listener));
  }

  private String note() {
    AtomRecord row = store.load(ID).orElseThrow().touched().get(AtomName.of("copy"));
    Payload meta = row == null ? null : row.meta();
    return meta == null ? "" : meta.tree().get("progress").get("text").asString();
  }

  @Test
  void aReportIsStoredWhileTheBodyRuns() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (Engine engine =
        engine(
            in -> {
              in.progress(0.5, "half");
              goOn.await();
            })) {
      FlowHandle handle = engine.submit("f", ID, in -> {});
      await().until(() -> note().equals("half"));
      AtomRecord row = store.load(ID).orElseThrow().touched().get(AtomName.of("copy"));
      assertThat(row.state()).isEqualTo(AtomState.RUNNING);
      goOn.countDown();
      handle.await().orThrow();
    }
    assertThat(note()).isEqualTo("half");
    assertThat(heard)
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.atom()).isEqualTo(AtomName.of("copy"));
              assertThat(told.fraction()).isEqualTo(0.5);
            });
  }

  @Test
  void ofManyReportsTheLastIsStoredAndCostsNoWriteOfItsOwn() throws Exception {
    try (Engine engine =
        engine(
            in -> {
              for (int i = 1; i <= 10_000; i++) {
                in.progress(i / 10_000.0, "step " + i);
              }
            })) {
      engine.submit("f", ID, in -> {}).await().orThrow();
    }
    assertThat(note()).isEqualTo("step 10000");
    assertThat(heard.get(heard.size() - 1).fraction()).isEqualTo(1.0);
    assertThat(heard).hasSizeLessThan(100);
  }

  @Test
  void whatABodySaysAfterItsEndIsDropped() throws Exception {
    AtomicReference<Arguments> kept = new AtomicReference<>();
    try (Engine engine = engine(kept::set)) {
      engine.submit("f", ID, in -> {}).await().orThrow();
      kept.get().progress(0.1, "too late");
    }
    assertThat(note()).isEmpty();
  }

  @Test
  void valuesOutOfRangeCountAsTheNearerEnd() throws Exception {
    try (Engine engine = engine(in -> in.progress(7, "much"))) {
      engine.submit("f", ID, in -> {}).await().orThrow();
    }
    assertThat(heard).extracting(AtomProgress::fraction).containsExactly(1.0);
  }

  @Test
  void aTextThatIsTooLongFailsTheTaskThatGivesIt() throws Exception {
    try (Engine engine = engine(in -> in.progress(0.5, "x".repeat(1_001)))) {
      assertThat(engine.submit("f", ID, in -> {}).await().state()).isEqualTo(FlowState.REVERTED);
    }
  }
}

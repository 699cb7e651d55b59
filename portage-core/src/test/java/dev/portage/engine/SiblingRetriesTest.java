package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Decider;
import dev.portage.model.Decider.Depth;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Retries of flows that run beside each other, with parts behind both of them. */
@Timeout(60)
class SiblingRetriesTest {
  private static final Slot<List<String>> LIST = Slot.listOf("list", String.class);
  private static final Slot<String> ITEM = Slot.of("item", String.class);

  private final Rehearsal stage = new Rehearsal();
  private final List<String> items = Collections.synchronizedList(new ArrayList<>());

  private FlowResult run(Flow flow, int parallelism) throws Exception {
    EngineOptions options = EngineOptions.defaults().withParallelism(parallelism);
    try (Engine engine = Engine.open(stage.store, FlowCatalog.of("f", in -> flow), options)) {
      return engine.submit("f", Rehearsal.ID, in -> {}).await();
    }
  }

  @Test
  void whatStandsBehindOneThatGaveUpIsNotWaitedForWhenAnotherTriesAgain() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Flow.unordered("both")
                    .add(
                        Flow.linear("gives up")
                            .retry(Retry.alwaysRevert("never"))
                            .add(stage.failing("b", 9))
                            .build())
                    .add(
                        Flow.linear("goes on")
                            .retry(Retry.times("twice", 2))
                            .add(stage.failing("a", 1))
                            .build())
                    .build())
            .add(stage.task("c"))
            .build();
    FlowResult result = run(flow, 1);
    assertThat(stage.calls).containsExactly("b", "a", "a");
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
  }

  @Test
  void aFanOutReadsTheListThatItsProviderGaveLast() throws Exception {
    CountDownLatch providedAgain = new CountDownLatch(1);
    CountDownLatch undoing = new CountDownLatch(1);
    CountDownLatch behind = new CountDownLatch(1);
    Task provider =
        Task.named("p")
            .provides(LIST)
            .execute(
                in -> {
                  if (in.context().attempt() == 1) {
                    return List.of("old");
                  }
                  providedAgain.countDown();
                  undoing.await();
                  return List.of("new");
                });
    Task after =
        Task.named("a")
            .run(
                in -> {
                  if (in.context().attempt() == 1) {
                    throw new IllegalStateException("a fails");
                  }
                  behind.countDown();
                });
    Task beside =
        Task.named("q")
            .run(
                in -> {
                  if (in.context().attempt() == 1) {
                    providedAgain.await();
                    throw new IllegalStateException("q fails");
                  }
                })
            .revert(
                in -> {
                  undoing.countDown();
                  behind.await();
                });
    Flow flow =
        Flow.linear("f")
            .add(
                Flow.unordered("both")
                    .add(
                        Flow.linear("one")
                            .retry(Retry.times("r1", 2))
                            .add(provider)
                            .add(after)
                            .build())
                    .add(Flow.linear("other").retry(Retry.times("r2", 2)).add(beside).build())
                    .build())
            .add(Task.named("h").each(FanOut.over(LIST, ITEM)).run(in -> items.add(in.get(ITEM))))
            .build();
    FlowResult result = run(flow, 4);
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(items).containsExactly("new");
  }

  @Test
  void anAtomOfAListThatIsForgottenNeverRuns() throws Exception {
    CountDownLatch inFirst = new CountDownLatch(1);
    CountDownLatch x1Runs = new CountDownLatch(1);
    CountDownLatch x2Runs = new CountDownLatch(1);
    Task provider =
        Task.named("p")
            .priority(20)
            .provides(LIST)
            .execute(in -> in.context().attempt() == 1 ? List.of("a", "b", "c") : List.of("d"));
    Task each =
        Task.named("h")
            .each(FanOut.over(LIST, ITEM))
            .run(
                in -> {
                  items.add(in.context().task());
                  if (in.get(ITEM).equals("a")) {
                    inFirst.countDown();
                    x1Runs.await();
                    throw new IllegalStateException("a fails");
                  }
                });
    Task x1 =
        Task.named("x1")
            .priority(10)
            .run(
                in -> {
                  x1Runs.countDown();
                  x2Runs.await();
                });
    Flow flow =
        Flow.unordered("f")
            .add(Flow.linear("tried").retry(Retry.times("r", 2)).add(provider).add(each).build())
            .add(
                Flow.linear("z")
                    .add(Task.named("z0").run(in -> inFirst.await()))
                    .add(
                        Flow.unordered("x")
                            .add(x1)
                            .add(Task.named("x2").priority(10).run(in -> x2Runs.countDown()))
                            .build())
                    .build())
            .build();
    FlowResult result = run(flow, 2);
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(items).containsExactly("h[a]", "h[d]");
  }

  @Test
  void whatWasLeftOutStaysSoWhenAnotherPartTriesAgain() throws Exception {
    Flow flow =
        Flow.graph("f")
            .add(stage.task("s"))
            .add(stage.task("e"))
            .add(Flow.linear("tried").retry(Retry.times("r", 2)).add(stage.failing("q", 1)).build())
            .add(stage.task("c"))
            .link("s", "e", Rehearsal.no(Depth.ALL))
            .link("e", "c")
            .link("tried", "c")
            .build();
    FlowResult result = run(flow, 1);
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(stage.calls).containsExactly("s", "q", "q");
  }

  @Test
  void whatIsLeftOutWhileAnotherPartIsUndoneStaysSo() throws Exception {
    CountDownLatch undoing = new CountDownLatch(1);
    CountDownLatch decided = new CountDownLatch(1);
    Task tried =
        Task.named("q")
            .run(
                in -> {
                  if (in.context().attempt() == 1) {
                    throw new IllegalStateException("q fails");
                  }
                })
            .revert(
                in -> {
                  undoing.countDown();
                  decided.await();
                });
    Decider no =
        Decider.of(
            in -> {
              decided.countDown();
              return false;
            });
    Flow flow =
        Flow.graph("f")
            .add(Task.named("s").run(in -> undoing.await()))
            .add(stage.task("e"))
            .add(Flow.linear("tried").retry(Retry.times("r", 2)).add(tried).build())
            .add(stage.task("c"))
            .link("s", "e", no)
            .link("e", "c")
            .link("tried", "c")
            .build();
    FlowResult result = run(flow, 4);
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(Rehearsal.leftOut(result)).containsExactly("c", "e");
    assertThat(stage.calls).isEmpty();
  }
}

package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomState;
import dev.portage.model.Decider;
import dev.portage.model.Decider.Depth;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.MemoryFlowStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a flow parts of which were left out, or should have been decided about. */
@Timeout(60)
class LeftOutTest {
  private static final Slot<String> X = Slot.of("x", String.class);

  private static final Slot<List<String>> LIST = Slot.listOf("parcels", String.class);
  private static final Slot<String> Y = Slot.of("y", String.class);
  private static final Slot<List<String>> YS = Slot.listOf("y", String.class);

  private final Rehearsal stage = new Rehearsal();

  @Test
  void whatMayTakeAValueOfATaskThatWasLeftOutDoesWithout() throws Exception {
    Slot<Integer> given = Slot.of("given", Integer.class);
    Flow.Builder flow =
        Flow.graph("f")
            .add(stage.task("a"))
            .add(Task.named("b").provides(given).execute(in -> 1))
            .add(
                Task.named("with")
                    .optional(given)
                    .run(in -> stage.calls.add("has " + in.has(given))))
            .add(
                Task.named("other")
                    .defaults(given, 5)
                    .run(in -> stage.calls.add("default " + in.get(given))))
            .link("a", "b", Rehearsal.no(Depth.ATOM));
    assertThat(stage.run(flow).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(stage.calls).containsExactly("a", "has false", "default 5");
  }

  @Test
  void whatRequiresAValueOfATaskThatWasLeftOutFailsAndReverts() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(stage.task("a"))
                .add(Task.named("b").provides(X).execute(in -> "x"))
                .add(stage.task("c").requires(X))
                .link("a", "b", Rehearsal.no(Depth.ATOM)));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(stage.calls).containsExactly("a", "undo c", "undo a");
    assertThat(Objects.requireNonNull(result.failures().get("c")).message())
        .isEqualTo("task 'c' requires 'x' from b, which was left out by a decider");
    assertThat(Rehearsal.leftOut(result)).containsExactly("b");
    assertThat(result.story().toString()).contains("left out: b").doesNotContain("never ran");
  }

  @Test
  void aDeciderThatThrowsFailsTheAtomItWasAskedFor() throws Exception {
    Flow.Builder flow =
        Flow.graph("f")
            .add(stage.task("a"))
            .add(stage.task("b"))
            .link(
                "a",
                "b",
                Decider.of(
                    in -> {
                      throw new IllegalStateException("cannot tell");
                    }));
    TransitionLog log = new TransitionLog();
    try (Engine engine =
        Engine.open(
            stage.store,
            FlowCatalog.of("f", in -> flow.build()),
            Rehearsal.options().withListener(log))) {
      FlowResult result = engine.submit("f", Rehearsal.ID, in -> {}).await();
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(Objects.requireNonNull(result.failures().get("b")).message())
          .isEqualTo(
              "the decider of link a -> b could not decide:"
                  + " java.lang.IllegalStateException: cannot tell");
    }
    assertThat(stage.calls).containsExactly("a", "undo b", "undo a");
    assertThat(log.lines())
        .containsSubsequence("task RUNNING b", "task FAILURE b", "task REVERTING b");
  }

  @Test
  void aDeciderThatLacksASlotOrReadsOneUnaskedFailsTheAtomToo() throws Exception {
    Slot<String> y = Slot.of("y", String.class);
    FlowResult lacking =
        stage.run(
            Flow.graph("f")
                .add(stage.task("a"))
                .add(Task.named("b").provides(X).execute(in -> "x"))
                .add(stage.task("c"))
                .link("a", "b", Rehearsal.no(Depth.ATOM))
                .link("a", "c", Decider.when(X, x -> true)));
    assertThat(Objects.requireNonNull(lacking.failures().get("c")).message())
        .isEqualTo(
            "the decider of link a -> c requires 'x' from b, which was left out by a decider");
    Flow unasked =
        Flow.graph("f")
            .add(stage.task("a"))
            .add(stage.task("b"))
            .link("a", "b", Decider.of(in -> in.has(y)))
            .build();
    try (Engine engine =
        Engine.open(
            new MemoryFlowStore(), FlowCatalog.of("f", in -> unasked), Rehearsal.options())) {
      assertThat(
              Objects.requireNonNull(
                      engine.submit("f", Rehearsal.ID, in -> {}).await().failures().get("b"))
                  .message())
          .contains("the decider of link a -> b reads 'y'", "add .requires(..) to the decider");
    }
  }

  @Test
  void aFailureWhileDecidingIsRetriedLikeAnyOther() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .retry(Retry.times("r", 2))
                .add(stage.task("a"))
                .add(stage.task("b"))
                .link(
                    "a",
                    "b",
                    Decider.of(
                        in -> {
                          if (asked.incrementAndGet() == 1) {
                            throw new IllegalStateException("not yet");
                          }
                          return true;
                        })));
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(stage.calls).containsExactly("a", "undo b", "undo a", "a", "b");
  }

  @Test
  void aRetryOfTheFlowAroundAsksAnew() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    FlowResult result =
        stage.run(
            Flow.linear("f")
                .retry(Retry.times("r", 3))
                .add(
                    Flow.graph("g")
                        .add(stage.task("a"))
                        .add(stage.task("b"))
                        .link("a", "b", stage.asked("b", in -> asked.incrementAndGet() == 2))
                        .build())
                .add(stage.failing("c", 0)));
    assertThat(Rehearsal.leftOut(result)).containsExactly("b", "c");
    stage.calls.clear();
    FlowResult again =
        runElsewhere(
            Flow.linear("f")
                .retry(Retry.times("r", 3))
                .add(
                    Flow.graph("g")
                        .add(stage.task("a"))
                        .add(stage.task("b"))
                        .link(
                            "a",
                            "b",
                            stage.asked("b", in -> asked.incrementAndGet() == 3).depth(Depth.ATOM))
                        .build())
                .add(stage.failing("c", 2)));
    assertThat(again.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(Rehearsal.leftOut(again)).containsExactly("b");
    assertThat(stage.calls)
        .containsExactly(
            "a", "b?", "c", "undo a", "a", "b?", "b", "c", "undo b", "undo a", "a", "b?", "c");
  }

  private FlowResult runElsewhere(Flow.Builder builder) throws Exception {
    Flow flow = builder.build();
    try (Engine engine =
        Engine.open(new MemoryFlowStore(), FlowCatalog.of("f", in -> flow), Rehearsal.options())) {
      return engine.submit("f", Rehearsal.ID, in -> {}).await();
    }
  }

  @Test
  void aRetryThatWasLeftOutDecidesNothing() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .retry(Retry.times("outer", 2))
                .add(stage.task("a"))
                .add(
                    Flow.linear("s")
                        .retry(Retry.times("inner", 5))
                        .add(stage.failing("b", 1))
                        .build())
                .link("a", "s", Rehearsal.no(Depth.ATOM)));
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(Rehearsal.leftOut(result)).containsExactly("inner");
    assertThat(stage.calls).containsExactly("a", "b", "undo a", "a", "b");
  }

  @Test
  void revertingLeavesAloneWhatWasLeftOut() throws Exception {
    FlowResult result =
        stage.run(
            Flow.linear("f")
                .add(
                    Flow.graph("g")
                        .add(stage.task("a"))
                        .add(stage.task("b"))
                        .link("a", "b", Rehearsal.no(Depth.ATOM))
                        .build())
                .add(stage.failing("c", 9)));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(stage.calls).containsExactly("a", "c", "undo a");
    assertThat(Rehearsal.leftOut(result)).containsExactly("b");
    Map<String, AtomState> rows = new TreeMap<>();
    result.stored().touched().forEach((name, row) -> rows.put(name.toString(), row.state()));
    assertThat(rows)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a", AtomState.REVERTED, "b", AtomState.IGNORE, "c", AtomState.REVERTED));
  }

  @Test
  void everythingLeftOutIsSuccess() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(Flow.linear("nothing").build())
                .add(stage.task("b"))
                .link("nothing", "b", Rehearsal.no(Depth.ALL)));
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(stage.calls).isEmpty();
  }

  private Flow.Builder fanOut(Decider decider) {
    return Flow.graph("f")
        .add(stage.task("a"))
        .add(Task.named("list").provides(LIST).execute(in -> List.of("p", "q")))
        .add(
            Task.named("each")
                .each(FanOut.over(LIST, X))
                .provides(Y)
                .execute(
                    in -> {
                      stage.calls.add("each " + in.get(X));
                      return in.get(X);
                    }))
        .add(Task.named("end").optional(YS).run(in -> stage.calls.add("end " + in.has(YS))))
        .link("a", "each", decider)
        .link("list", "each");
  }

  @Test
  void aFanOutIsLeftOutWithAllItsAtomsOrNotAtAll() throws Exception {
    FlowResult result = stage.run(fanOut(stage.asked("a", in -> false).depth(Depth.ATOM)));
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(stage.calls).containsExactly("a", "a?", "end false");
    assertThat(Rehearsal.leftOut(result)).contains("each");
    Rehearsal other = new Rehearsal();
    stage.calls.clear();
    assertThat(other.run(fanOut(stage.asked("a", in -> true))).state())
        .isEqualTo(FlowState.SUCCESS);
    assertThat(stage.calls).containsExactly("a", "a?", "each p", "each q", "end true");
  }

  @Test
  void aFanOutWhoseListWasLeftOutFailsWithAClearMessage() throws Exception {
    FlowResult result =
        stage.run(fanOut(Decider.of(in -> true)).link("a", "list", Rehearsal.no(Depth.ATOM)));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(Objects.requireNonNull(result.failures().get("each")).message())
        .contains("list, which was left out by a decider");
  }
}

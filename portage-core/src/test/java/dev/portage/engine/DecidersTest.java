package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Decider;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.MemoryFlowStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deciders leave out what they say, once, and nothing else. */
@Timeout(60)
class DecidersTest {
  private static final Slot<Integer> AMOUNT = Slot.of("amount", Integer.class);
  private static final Slot<String> X = Slot.of("x", String.class);

  private final Rehearsal stage = new Rehearsal();

  @ParameterizedTest
  @CsvSource({
    "ATOM, b",
    "NEIGHBORS, b c n",
    "FLOW, b c d n",
    "ALL, after b c d n s1 s2",
  })
  void eachDepthLeavesOutWhatItSays(Depth depth, String expected) throws Exception {
    FlowResult result =
        stage.run(
            Flow.linear("f")
                .add(
                    Flow.graph("g")
                        .add(stage.task("a"))
                        .add(stage.task("b"))
                        .add(stage.task("c"))
                        .add(stage.task("d"))
                        .add(stage.task("n"))
                        .add(stage.task("beside"))
                        .add(Flow.linear("sub").add(stage.task("s1")).add(stage.task("s2")).build())
                        .link("a", "b", Rehearsal.no(depth))
                        .link("a", "beside")
                        .link("b", "c")
                        .link("b", "n")
                        .link("c", "d")
                        .link("d", "sub")
                        .build())
                .add(stage.task("after")));
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(Rehearsal.leftOut(result)).containsExactly(expected.split(" "));
    assertThat(stage.calls).contains("a", "beside").doesNotContain(expected.split(" "));
  }

  @Test
  void aDeciderReadsInputsAndWhatTasksHaveStored() throws Exception {
    for (int amount : List.of(1, 100)) {
      stage.calls.clear();
      MemoryFlowStore fresh = new MemoryFlowStore();
      Flow flow =
          Flow.graph("f")
              .add(stage.task("order"))
              .add(Task.named("rate").provides(X).execute(in -> "risky"))
              .add(stage.task("check"))
              .link(
                  "order",
                  "check",
                  Decider.of(in -> in.get(AMOUNT) > 10 && in.get(X).equals("risky"))
                      .requires(AMOUNT, X))
              .build();
      try (Engine engine =
          Engine.open(fresh, FlowCatalog.of("f", in -> flow), Rehearsal.options())) {
        FlowResult result = engine.submit("f", Rehearsal.ID, in -> in.put(AMOUNT, amount)).await();
        assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
        assertThat(Rehearsal.leftOut(result).isEmpty()).isEqualTo(amount > 10);
        assertThat(stage.calls.contains("check")).isEqualTo(amount > 10);
      }
    }
  }

  @Test
  void anOptionalSlotOfADeciderMayBeAbsentAndAShortFormReadsOneSlot() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(stage.task("a"))
                .add(stage.task("b"))
                .add(stage.task("c"))
                .link("a", "b", Decider.of(in -> in.has(X)).optional(X))
                .link("a", "c", Decider.when(AMOUNT, cents -> cents == 7)),
            in -> in.put(AMOUNT, 7));
    assertThat(Rehearsal.leftOut(result)).containsExactly("b");
  }

  @Test
  void everyDeciderOfAnAtomIsAskedAndTheWidestDepthCounts() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(stage.task("a1"))
                .add(stage.task("a2"))
                .add(stage.task("a3"))
                .add(stage.task("b"))
                .add(stage.task("c"))
                .add(stage.task("d"))
                .link("a1", "b", Rehearsal.no(Depth.ATOM))
                .link("a2", "b", Rehearsal.no(Depth.NEIGHBORS))
                .link("a3", "b", stage.asked("a3", in -> true))
                .link("b", "c")
                .link("c", "d"));
    assertThat(Rehearsal.leftOut(result)).containsExactly("b", "c");
    assertThat(stage.calls).containsExactly("a1", "a2", "a3", "a3?", "d");
  }

  @Test
  void aDeciderBehindAnAtomThatWasLeftOutIsNotAsked() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(stage.task("a"))
                .add(stage.task("b"))
                .add(stage.task("c"))
                .link("a", "b", Rehearsal.no(Depth.ATOM))
                .link("b", "c", stage.asked("b", in -> false)));
    assertThat(Rehearsal.leftOut(result)).containsExactly("b");
    assertThat(stage.calls).containsExactly("a", "c");
  }

  @Test
  void aDeciderBehindASubflowThatWasLeftOutIsAsked() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(stage.task("a"))
                .add(Flow.linear("s").add(stage.task("b")).build())
                .add(stage.task("c"))
                .link("a", "s", Rehearsal.no(Depth.ATOM))
                .link("s", "c", stage.asked("s", in -> true)));
    assertThat(Rehearsal.leftOut(result)).containsExactly("b");
    assertThat(stage.calls).containsExactly("a", "s?", "c");
  }

  @Test
  void eachAtomThatASubflowBeginsWithIsLeftOut() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(stage.task("a"))
                .add(
                    Flow.linear("s")
                        .add(
                            Flow.unordered("u")
                                .add(stage.task("u1"))
                                .add(
                                    Flow.linear("v")
                                        .add(stage.task("v1"))
                                        .add(stage.task("v2"))
                                        .build())
                                .build())
                        .add(stage.task("last"))
                        .build())
                .link("a", "s", stage.asked("s", in -> false).depth(Depth.FLOW)));
    assertThat(Rehearsal.leftOut(result)).containsExactly("u1", "v1", "v2");
    assertThat(stage.calls).containsExactly("a", "s?", "s?", "last");
  }

  @Test
  void whatWaitsForOtherBranchesTooIsLeftOutAtOnce() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(stage.task("a").priority(10))
                .add(stage.task("b"))
                .add(stage.task("late"))
                .add(stage.task("end"))
                .link("a", "b", Rehearsal.no(Depth.ALL))
                .link("b", "end")
                .link("late", "end"));
    assertThat(Rehearsal.leftOut(result)).containsExactly("b", "end");
    assertThat(stage.calls).containsExactly("a", "late");
  }

  @Test
  void whatComesAfterAnAtomThatWasLeftOutStillWaitsForWhatComesBeforeIt() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(stage.task("a").priority(10))
                .add(stage.task("b"))
                .add(stage.task("late"))
                .add(stage.task("end"))
                .add(Flow.linear("sub").add(stage.task("x").priority(20)).build())
                .link("a", "b", Rehearsal.no(Depth.FLOW))
                .link("b", "end")
                .link("late", "end")
                .link("end", "sub"));
    assertThat(Rehearsal.leftOut(result)).containsExactly("b", "end");
    assertThat(stage.calls).containsExactly("a", "late", "x");
  }

  @Test
  void revertsKeepTheirOrderAcrossAnAtomThatWasLeftOut() throws Exception {
    List<String> undone = Collections.synchronizedList(new ArrayList<>());
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(Task.named("a").priority(10).run(in -> {}).revert(in -> undone.add("a")))
                .add(stage.task("b"))
                .add(Task.named("c").run(in -> {}).revert(in -> undone.add("c")))
                .add(
                    Task.named("d")
                        .run(
                            in -> {
                              throw new IllegalStateException("no");
                            }))
                .link("a", "b", Rehearsal.no(Depth.ATOM))
                .link("b", "c")
                .link("c", "d"));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(undone).containsExactly("c", "a");
  }

  @Test
  void aPartWaitsForWhatADeciderInsideItReads() throws Exception {
    FlowResult result =
        stage.run(
            Flow.graph("f")
                .add(
                    Flow.graph("sub")
                        .add(stage.task("s"))
                        .add(stage.task("t"))
                        .link("s", "t", Decider.of(in -> in.has(X)).optional(X))
                        .build())
                .add(Task.named("rate").provides(X).execute(in -> stage.calls.add("rate") + "")));
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(stage.calls).containsExactly("rate", "s", "t");
  }
}

package dev.portage.migration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowResult;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import dev.portage.model.Retry;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.Json;
import dev.portage.store.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A migration may leave tasks done before what stands before them: the order holds all the same.
 */
class AheadTest {
  private final Lab lab = new Lab();

  @Test
  void aSeedBehindTheCurrentPlaceHoldsBackWhatComesAfterIt() throws InterruptedException {
    Flow old =
        Lab.linear(
            lab.task("a", List.of(), List.of("x")), lab.task("b", List.of("x"), List.of("y")));
    Flow now =
        Lab.linear(
            lab.task("a", List.of(), List.of("x")),
            lab.task("seeded"),
            lab.task("b", List.of("x"), List.of("y")));
    FlowId id = lab.given(old);
    FlowResult result = lab.resume(id, now, Lab.book(b -> b.seed("seeded", out -> {})));
    assertThat(result.state()).as(result.toString()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("a", "b");
  }

  @Test
  void aDoneTaskThatWasMovedBackHoldsBackWhatComesAfterIt() throws InterruptedException {
    Flow old = Lab.linear(lab.task("a"), lab.task("b"), lab.task("c"));
    Flow now = Lab.linear(lab.task("b"), lab.task("a"), lab.task("c"));
    FlowId id = lab.given(old, Lab.done("a"));
    lab.resume(id, now, Lab.book(b -> {}));
    assertThat(lab.ran).containsExactly("b", "c");
  }

  @Test
  void aTaskInDoubtWaitsForWhatWasPutBeforeIt() throws InterruptedException {
    Flow old = Lab.linear(lab.task("a"));
    Flow now =
        Lab.linear(
            lab.task("late", List.of(), List.of("x")), lab.task("a", List.of("x"), List.of()));
    FlowId id = lab.given(old, Lab.running("a"));
    FlowResult result = lab.resume(id, now, Lab.book(b -> b.late("late")));
    assertThat(result.state()).as(result.toString()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("late", "a");
  }

  @Test
  void aRetryWaitsForAllThatItUndoesBehindATaskThatIsNew() throws InterruptedException {
    Flow old =
        Flow.linear(Lab.FLOW)
            .retry(Retry.times("again", 2))
            .add(lab.undoable(lab.task("a")))
            .add(lab.task("b"))
            .build();
    Flow now =
        Flow.linear(Lab.FLOW)
            .retry(Retry.times("again", 2))
            .add(lab.task("new"))
            .add(lab.undoable(lab.task("a")))
            .add(lab.task("b"))
            .build();
    FlowId id =
        lab.given(
            old,
            AtomRecord.untouched(AtomName.of("again"), AtomKind.RETRY)
                .in(AtomState.SUCCESS)
                .intending(Intention.RETRY)
                .remembering(Payload.of(Json.mapper().createArrayNode())),
            Lab.reverting(Lab.done("a")),
            Lab.reverting(Lab.row("b", AtomState.REVERTED, null)));
    FlowResult result = lab.resume(id, now, Lab.book(b -> {}));
    assertThat(result.state()).as(result.toString()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("undo a", "new", "a", "b");
  }

  @Test
  void whatWasSeededIsNothingThatAFlowIsPast() throws InterruptedException {
    Flow old = Lab.linear(lab.task("a"));
    Flow now = Lab.linear(lab.task("new"), lab.task("seeded"), lab.task("a"));
    FlowId id = lab.given(old);
    lab.resume(id, now, Lab.book(b -> b.seed("seeded", out -> {})));
    assertThat(lab.ran).containsExactly("new", "a");
  }
}

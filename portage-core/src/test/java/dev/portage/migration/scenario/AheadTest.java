package dev.portage.migration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowResult;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
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
}

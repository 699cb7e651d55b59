package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeLock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseCheckTest {
  private static final Slot<String> ORDER = Slot.of("order", String.class);
  private static final Slot<String> SHOP = Slot.of("shop", String.class);
  private static final Migrations RENAMED =
      Migrations.of("checkout", book -> book.step("card", s -> s.rename("charge", "charge-card")));

  private static Flow flow(String task, Slot<?> input) {
    return Flow.linear("checkout").add(Task.named(task).requires(input).execute(in -> "x")).build();
  }

  private static FlowCatalog code(String task, Slot<?> input) {
    return FlowCatalog.of("checkout", in -> flow(task, input));
  }

  private static ShapeLock lock(String task, String... heads) {
    return ShapeLock.empty()
        .add(ReleasedShape.of("checkout", "", Shape.of(flow(task, ORDER)), List.of(heads)));
  }

  private static List<Verdict> verdicts(ShapeLock lock, FlowCatalog code, Migrations migrations) {
    return ReleaseCheck.of(lock, code, migrations).shapes().stream()
        .map(judged -> judged.forecast().verdict())
        .toList();
  }

  @Test
  void aReleasedShapeIsJudgedAsItsFlowsWouldBe() {
    FlowCatalog code = code("charge-card", ORDER);
    assertThat(verdicts(lock("charge"), code, RENAMED)).containsExactly(Verdict.PENDING);
    assertThat(verdicts(lock("charge"), code, Migrations.none())).containsExactly(Verdict.STUCK);
    assertThat(verdicts(lock("charge-card", "card"), code, RENAMED))
        .containsExactly(Verdict.CURRENT);
    assertThat(verdicts(lock("charge", "later"), code, RENAMED)).containsExactly(Verdict.NEWER);
    assertThat(verdicts(lock("charge"), FlowCatalog.builder().build(), RENAMED))
        .containsExactly(Verdict.UNKNOWN);
  }

  @Test
  void aShapeThatWasReleasedWithDifferentStepsIsJudgedForEach() {
    ShapeLock lock = lock("charge").addAll(lock("charge", "later").shapes());
    assertThat(verdicts(lock, code("charge-card", ORDER), RENAMED))
        .containsExactlyInAnyOrder(Verdict.PENDING, Verdict.NEWER);
  }

  @Test
  void anInputThatNoReleasedFlowHasBlocksThemAll() {
    assertThat(verdicts(lock("charge"), code("charge-card", SHOP), RENAMED))
        .containsExactly(Verdict.BLOCKED);
    Migrations supplied =
        Migrations.of(
            "checkout",
            book -> book.step("card", s -> s.rename("charge", "charge-card").supply("shop", "a")));
    assertThat(verdicts(lock("charge"), code("charge-card", SHOP), supplied))
        .containsExactly(Verdict.PENDING);
  }

  @Test
  void theLockIsUpToDateOnceTodaysShapesAreInIt() {
    FlowCatalog code = code("charge-card", ORDER);
    ReleaseCheck before = ReleaseCheck.of(lock("charge"), code, RENAMED);
    assertThat(before.missing()).hasSize(1);
    ShapeLock recorded = before.lock().addAll(before.missing());
    assertThat(ReleaseCheck.of(recorded, code, RENAMED).missing()).isEmpty();
    assertThat(ReleaseCheck.of(lock("charge-card"), code, RENAMED).missing())
        .as("flows are born with another step now")
        .hasSize(1);
  }
}

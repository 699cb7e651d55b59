package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.migration.Forecast;
import dev.portage.migration.Migrations;
import dev.portage.migration.Operation;
import dev.portage.migration.Plan;
import dev.portage.migration.StepBuilder;
import dev.portage.migration.Whole;
import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Operations that act only where they find what they are about. */
class OptionalTest {
  private final Lab lab = new Lab();

  private static Migrations step(Consumer<StepBuilder> step) {
    return book(b -> b.strict().step("s", step));
  }

  private static final Migrations STEP =
      step(s -> s.rename("a", "b").rename("extra", "more").optional());

  private Flow flow(String... names) {
    return linear(List.of(names).stream().map(lab::task).toArray(Task[]::new));
  }

  private List<String> moves(FlowId id, Flow now, Migrations migrations) {
    Forecast forecast = lab.forecast(now, migrations);
    assertThat(forecast.plan())
        .as("for " + id + ": " + forecast.why())
        .isInstanceOf(Plan.Ready.class);
    return ((Plan.Ready) forecast.plan())
        .moves().stream()
            .flatMap(move -> move.operations().stream())
            .map(Operation::describe)
            .toList();
  }

  @Test
  void whereItFindsNothingTheStepFitsAndOnlyTheRestIsDone() throws InterruptedException {
    FlowId id = lab.given(flow("a", "z"), done("a"));
    assertThat(moves(id, flow("b", "z"), STEP)).containsExactly("rename a -> b");
    assertThat(lab.resume(id, flow("b", "z"), STEP).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("z");
  }

  @Test
  void withoutTheWordTheStepFitsInPartOnly() throws InterruptedException {
    FlowId id = lab.given(flow("a", "z"), done("a"));
    Migrations all = step(s -> s.rename("a", "b").rename("extra", "more"));
    assertThat(lab.refused(id, flow("b", "z"), all).message())
        .contains("step s fits in part only: 'rename extra -> more' finds nothing in");
  }

  @Test
  void whereItFindsWhatItIsAboutItActs() throws InterruptedException {
    FlowId id = lab.given(flow("a", "extra", "z"), done("a"), done("extra"));
    assertThat(moves(id, flow("b", "more", "z"), STEP))
        .containsExactly("rename a -> b", "rename extra -> more");
    assertThat(lab.resume(id, flow("b", "more", "z"), STEP).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("z");
  }

  @Test
  void itActsWhereTheRestOfTheStepConcernsNothing() throws InterruptedException {
    FlowId id = lab.given(flow("extra", "z"), done("extra"));
    assertThat(moves(id, flow("more", "z"), STEP)).containsExactly("rename extra -> more");
    assertThat(lab.resume(id, flow("more", "z"), STEP).state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void aMergeServesVariantsThatHaveOneOfTheTasksOnly() throws InterruptedException {
    Migrations merged =
        step(
            s ->
                s.rename("pick", "ship")
                    .merge(List.of("ship", "pack"), Whole.of("ship", "1.0"))
                    .optional());
    FlowId both = lab.given(flow("pick", "pack", "z"), done("pick"), done("pack"));
    FlowId one = lab.given(flow("pick", "z"), done("pick"));
    for (FlowId id : List.of(both, one)) {
      assertThat(lab.resume(id, flow("ship", "z"), merged).state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(lab.ran).containsExactly("z", "z");
  }

  @Test
  void aConflictIsOneAllTheSame() throws InterruptedException {
    FlowId id = lab.given(flow("a", "extra", "more"), done("a"));
    assertThat(lab.refused(id, flow("b", "more"), STEP).message())
        .contains("there would be two sources for more");
  }

  @Test
  void itBelongsToAnOperationAndCountsForTheOrderOfSteps() {
    DefinitionException wrong =
        catchThrowableOfType(
            DefinitionException.class, () -> step(s -> s.optional().rename("a", "b")));
    assertThat(wrong).hasMessageContaining("step s: has optional() before any operation");
    DefinitionException unordered =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                book(
                    b ->
                        b.step("p", s -> s.drop("x").optional().optional())
                            .step("q", s -> s.reset("x"))));
    assertThat(unordered).hasMessageContaining("STEP02 steps p and q: both touch 'x'");
  }
}

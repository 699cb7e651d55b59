package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.CustomCode;
import dev.portage.migration.Effect;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Forecast;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.AtomState;
import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Code of a step on the copy of one flow, behind a declared effect. */
class CustomCodeTest {
  private static final Effect JOINED =
      Effect.none().consuming("a", "1.0").consuming("b", "1.0").producing("ab", "2.0");

  private final Lab lab = new Lab();

  private Flow old() {
    return linear(
        lab.task("a", List.of(), List.of("x")),
        lab.task("b", List.of(), List.of("y")),
        lab.task("use", List.of("y"), List.of()));
  }

  private Flow now() {
    return linear(
        lab.task("ab", List.of(), List.of("sum")).version(2, 0),
        lab.task("use", List.of("sum"), List.of()));
  }

  private FlowId bothDone() {
    return lab.given(old(), done("a", "{\"x\":1}"), done("b", "{\"y\":2}"));
  }

  private static Migrations code(Effect effect, CustomCode code) {
    return book(b -> b.step("s", s -> s.custom("add up", effect, code)));
  }

  private static Migrations joined() {
    return code(
        JOINED,
        flow -> {
          if (flow.output("a") != null && flow.output("b") != null) {
            int sum = flow.output("a").get("x").asInt() + flow.output("b").get("y").asInt();
            flow.put("ab", Lab.object("{\"sum\":" + sum + "}"));
          }
        });
  }

  @Test
  void whatTheCodeMakesIsStored() throws InterruptedException {
    FlowId id = bothDone();
    assertThat(lab.resume(id, now(), joined()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.output(id, "ab")).isEqualTo("{\"sum\":3}");
    assertThat(lab.atom(id, "ab").execution().version()).isEqualTo("2.0");
    assertThat(lab.ran).containsExactly("use");
    assertThat(lab.stored(id).touched()).hasSize(2);
  }

  @Test
  void whatGetsNoOutputStartsPending() throws InterruptedException {
    FlowId id = lab.given(old());
    assertThat(lab.resume(id, now(), joined()).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("ab", "use");
  }

  @Test
  void aForecastDoesNotRunTheCode() {
    AtomicInteger runs = new AtomicInteger();
    Migrations counted = code(JOINED, flow -> runs.incrementAndGet());
    FlowId id = bothDone();
    Forecast forecast = lab.forecast(now(), counted);
    assertThat(forecast.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(runs).hasValue(0);
    Finding finding = forecast.situations().get(0).findings().get(0);
    assertThat(finding.code()).isEqualTo(FindingCode.OPAQUE01);
    assertThat(finding.sentence()).contains("was not run here");

    assertThat(lab.migrate(id, now(), counted))
        .as("nothing is put, so what is done would be done again")
        .isInstanceOf(Outcome.Blocked.class);
    assertThat(runs).hasValue(2);
  }

  @Test
  void codeThatThrowsLeavesTheFlowAlone() throws InterruptedException {
    Migrations broken =
        code(
            JOINED,
            flow -> {
              throw new IllegalStateException("no rate");
            });
    assertThat(lab.refused(bothDone(), now(), broken).message())
        .contains("'custom 'add up'' of step s threw", "no rate");
  }

  @Test
  void codeThatDoesMoreThanItsEffectSaysIsRefused() throws InterruptedException {
    assertThat(message(flow -> flow.put("use", Lab.object("{}"))))
        .contains("puts an output of 'use', and its effect produces only [ab]");
    assertThat(message(flow -> flow.output("use")))
        .contains("reads 'use', and its effect consumes only [a, b]");
    assertThat(message(flow -> flow.meta().put("seen", true)))
        .contains("changes the metadata, and its effect does not say so");
    assertThat(
            message(
                flow -> {
                  try {
                    flow.put("use", Lab.object("{}"));
                  } catch (IllegalArgumentException e) {
                    flow.put("ab", Lab.object("{\"sum\":0}"));
                  }
                }))
        .as("hidden or not")
        .contains("puts an output of 'use'");
  }

  private String message(CustomCode code) throws InterruptedException {
    return lab.refused(bothDone(), now(), code(JOINED, code)).message();
  }

  @Test
  void codeThatIsNotPureIsRefused() throws InterruptedException {
    AtomicInteger count = new AtomicInteger();
    assertThat(
            message(
                flow -> flow.put("ab", Lab.object("{\"sum\":" + count.incrementAndGet() + "}"))))
        .contains("two results for one flow");
  }

  @Test
  void aSlotThatTheCodeForgetsIsNamed() throws InterruptedException {
    Migrations empty = code(JOINED, flow -> flow.put("ab", Lab.object("{}")));
    assertThat(lab.refused(bothDone(), now(), empty).errors()).contains("DATA03 ab");
  }

  @Test
  void theStatesOfWhatItTakesAreJudgedAsForADrop() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    FlowId running = lab.given(old(), done("a", "{\"x\":1}"), Lab.running("b"));
    assertThat(lab.refused(running, now(), joined()).errors()).containsExactly("DOUBT01 b");
    FlowId failed = lab.given(old(), done("a", "{\"x\":1}"), Lab.failed("b"));
    assertThat(lab.refused(failed, now(), joined()).errors()).contains("FAIL01 b");
    FlowId dead =
        lab.given(old(), Lab.reverting(Lab.row("a", AtomState.REVERT_FAILURE, "{\"x\":1}")));
    assertThat(lab.refused(dead, now(), joined()).errors()).containsExactly("DEAD01 a");
  }

  @Test
  void aRevertThatNobodyKeepsIsALeak() throws InterruptedException {
    Flow reverting =
        linear(
            lab.undoable(lab.task("a", List.of(), List.of("x"))),
            lab.task("b", List.of(), List.of("y")),
            lab.task("use", List.of("y"), List.of()));
    FlowId id = lab.given(reverting, done("a", "{\"x\":1}"), done("b", "{\"y\":2}"));
    assertThat(lab.refused(id, now(), joined()).errors()).containsExactly("LEAK01 a");
    Flow kept =
        linear(
            lab.undoable(lab.task("ab", List.of(), List.of("sum")).version(2, 0)),
            lab.task("use", List.of("sum"), List.of()));
    assertThat(lab.resume(id, kept, joined()).state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void itFitsAllOrNothing() throws InterruptedException {
    Flow half = linear(lab.task("a", List.of(), List.of("x")));
    assertThat(lab.refused(lab.given(half), now(), joined()).message())
        .contains("b is not stored, expected b@1.0");
    Flow other =
        linear(lab.task("a").version(3, 0), lab.task("b"), lab.task("use", List.of(), List.of()));
    assertThat(lab.refused(lab.given(other), now(), joined()).message())
        .contains("a@3.0 is stored, expected a@1.0");
    FlowId done = lab.given(now());
    assertThat(lab.migrate(done, now(), joined())).isInstanceOf(Outcome.Current.class);
  }

  @Test
  void aTaskThatIsTakenAndMadeStaysWhereItIsUnlessItGetsAnOutput() throws InterruptedException {
    Effect bumped = Effect.none().consuming("a", "1.0").producing("a", "2.0");
    Flow two =
        linear(
            lab.task("a", List.of(), List.of("x")).version(2, 0),
            lab.task("b", List.of(), List.of("y")),
            lab.task("use", List.of("y"), List.of()));
    FlowId kept = bothDone();
    assertThat(lab.migrate(kept, two, code(bumped, flow -> {})))
        .isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.output(kept, "a")).isEqualTo("{\"x\":1}");
    assertThat(lab.atom(kept, "a").execution().idempotencyKey()).isEqualTo("key-a");
    FlowId put = bothDone();
    lab.migrate(put, two, code(bumped, flow -> flow.put("a", Lab.object("{\"x\":5}"))));
    assertThat(lab.output(put, "a")).isEqualTo("{\"x\":5}");
    assertThat(lab.atom(put, "a").execution().version()).isEqualTo("2.0");
    assertThat(lab.atom(put, "a").execution().idempotencyKey()).isEqualTo("key-a");
  }

  @Test
  void codeMayChangeMetadataAndSeeInputs() throws InterruptedException {
    Migrations noted =
        code(
            Effect.none().changingMeta(),
            flow -> flow.meta().set("zone", flow.inputs().get("zone")));
    FlowId id = lab.inputs("{\"zone\":\"eu\"}").given(old());
    assertThat(lab.migrate(id, old(), noted)).isInstanceOf(Outcome.Migrated.class);
    assertThat(lab.stored(id).header().meta().tree().toString()).isEqualTo("{\"zone\":\"eu\"}");
  }

  @Test
  void codeWithoutAnEffectIsAMistakeInTheBook() {
    assertThatThrownBy(() -> code(Effect.none(), flow -> {}))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("has code 'add up' without an effect");
  }
}

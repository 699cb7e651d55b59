package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flow that somebody has spoiled is the trouble of that flow: the others go on. */
class DamagedFlowTest {
  private final Lab lab = new Lab();
  private final Flow old = linear(lab.task("a"), lab.task("b"));
  private final Flow now = linear(lab.task("a2"), lab.task("b"));
  private final Migrations renamed = book(b -> b.step("s", s -> s.rename("a", "a2")));

  @Test
  void aRowOfAnAtomThatTheFlowDoesNotHave() {
    FlowId bad = lab.given(old, Lab.done("a"), Lab.done("ghost"));
    FlowId good = lab.given(old, Lab.done("a"));
    String before = lab.image();

    Forecast forecast = lab.forecast(now, renamed);
    assertThat(forecast.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(lab.migrate(bad, now, renamed))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.why()).contains("'flow-1'", "atom 'ghost'", "no such"));
    assertThatThrownBy(() -> lab.resume(bad, now, renamed))
        .isInstanceOf(CorruptRecordException.class);
    assertThat(lab.image()).isEqualTo(before);
    assertThat(lab.migrate(good, now, renamed)).isInstanceOf(Outcome.Migrated.class);
  }

  @Test
  void inputsThatCannotBeRead() {
    FlowId bad = lab.given(old, Lab.done("a"));
    FlowId good = lab.given(old, Lab.done("a"));
    FlowHeader header = lab.stored(bad).header();
    Payload broken = new Payload(Payload.JSON, "{{{".getBytes(StandardCharsets.UTF_8));
    lab.store
        .commit(
            new FlowWrite(
                header.key(),
                FlowWrite.Expected.of(header),
                new FlowWrite.Head(FlowState.SUSPENDED, broken, null, null, null),
                List.of(),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();

    Forecast forecast =
        new Forecasts(lab.store, FlowCatalog.of(Lab.FLOW, in -> now), renamed)
            .forecast(FlowQuery.all())
            .get(0);
    assertThat(forecast.line().sample()).as("or the test shows nothing").isEqualTo(bad);
    assertThat(forecast.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(lab.migrate(bad, now, renamed)).isInstanceOf(Outcome.Failed.class);
    assertThat(lab.migrate(good, now, renamed)).isInstanceOf(Outcome.Migrated.class);
  }
}

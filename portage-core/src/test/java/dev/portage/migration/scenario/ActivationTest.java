package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static dev.portage.migration.scenario.Lab.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Forecast;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.migration.Outcome;
import dev.portage.migration.Verdict;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.StaleWriteException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How flows come to be migrated as they are resumed, and beside engines that are at work. */
class ActivationTest {
  private static final Migrations STANDARD = book(b -> {});
  private final Lab lab = new Lab();
  private final Flow old = linear(lab.task("a"), lab.task("b"), lab.task("c"));
  private final Flow now = linear(lab.task("a"), lab.task("b"), lab.task("d"));

  @Test
  void aFlowThatIsCurrentCostsNoPlan() throws InterruptedException {
    MigratingAdmission admission = new MigratingAdmission(STANDARD, lab.clock, "lab");
    EngineOptions options = EngineOptions.defaults().withClock(lab.clock).withAdmission(admission);
    try (Engine engine = Engine.open(lab.store, FlowCatalog.of(Lab.FLOW, in -> old), options)) {
      FlowId id = lab.given(old, done("a"));
      engine.resume(id).await().orThrow();
      assertThat(admission.plansMade()).isZero();
      FlowId other = lab.given(linear(lab.task("a"), lab.task("b")), done("a"));
      engine.resume(other).await().orThrow();
      assertThat(admission.plansMade()).isEqualTo(1);
    }
  }

  @Test
  void aResumeWritesTheExchangeOnceAndBeforeAnythingRuns() throws InterruptedException {
    FlowId id = lab.given(old, done("a"));
    assertThat(lab.resume(id, now, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("b", "d");
    assertThat(lab.journal(id))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.revision()).isEqualTo(2);
              assertThat(entry.made().actor()).isEqualTo("lab");
              assertThat(entry.made().at()).isEqualTo(lab.clock.instant());
              assertThat(entry.from().fingerprint().hex()).hasSize(64);
              assertThat(entry.to().fingerprint()).isEqualTo(lab.stored(id).shape().fingerprint());
              assertThat(entry.moves().tree().toString()).contains("drop c", "add d 1.0");
            });
  }

  @Test
  void aFlowThatAnEngineDrivesIsBusy() {
    FlowId id = lab.given(old, done("a"));
    FlowHeader header = lab.stored(id).header();
    LeaseChange.Claim claim =
        new LeaseChange.Claim(
            "worker-1", lab.clock.instant(), lab.clock.instant().plus(Duration.ofSeconds(30)));
    assertThat(lab.store.claim(id, header.revision(), claim)).isPresent();
    String before = lab.image();
    assertThat(lab.migrate(id, now, STANDARD))
        .isEqualTo(new Outcome.Busy("worker-1", claim.until()));
    assertThat(lab.image()).isEqualTo(before);
    lab.clock.advance(Duration.ofSeconds(31));
    assertThat(lab.migrate(id, now, STANDARD)).isInstanceOf(Outcome.Migrated.class);
  }

  @Test
  void anEngineThatWakesUpAfterTheMigrationCannotWrite() {
    lab.in(FlowState.RUNNING);
    FlowId id = lab.given(old, done("a"), running("b"));
    LeaseChange.Claim claim =
        new LeaseChange.Claim(
            "paused", lab.clock.instant(), lab.clock.instant().plus(Duration.ofSeconds(2)));
    FlowHeader held = lab.store.claim(id, 1, claim).orElseThrow();
    lab.clock.advance(Duration.ofSeconds(3));
    Migrations said = book(b -> b.step("s", s -> s.drop("c")));
    assertThat(lab.migrate(id, now, said)).isInstanceOf(Outcome.Migrated.class);
    FlowWrite late =
        new FlowWrite(
            held.key(),
            FlowWrite.Expected.of(held),
            FlowWrite.Head.of(FlowState.RUNNING),
            List.of(done("b")),
            List.of(),
            LeaseChange.keep(),
            null);
    assertThatThrownBy(() -> lab.store.commit(late).join())
        .hasCauseInstanceOf(StaleWriteException.class);
    assertThat(lab.stored(id).header().lease().isLiveAt(lab.clock.instant()))
        .as("the flow is free at once")
        .isFalse();
  }

  @Test
  void whereOnlyRelationsChangedTheRecordLearnsTheNewShapeWithoutAMigration()
      throws InterruptedException {
    Flow swapped = linear(lab.task("a"), lab.task("c"), lab.task("b"));
    FlowId id = lab.given(old, done("a"));
    assertThat(lab.migrate(id, swapped, STANDARD)).isEqualTo(new Outcome.Current());
    FlowRecord ended = lab.resume(id, swapped, STANDARD).stored();
    assertThat(lab.ran).containsExactly("c", "b");
    assertThat(lab.journal(id)).isEmpty();
    assertThat(ended.shape().text()).contains("task c 1.0\n  task b 1.0");
  }

  @Test
  void aFailedTaskThatIsResetBeforeAnythingWasUndoneLetsTheFlowGoOn() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    AtomRecord owed = Lab.reverting(AtomRecord.untouched(AtomName.of("c"), AtomKind.TASK));
    FlowId id = lab.given(old, Lab.reverting(done("a")), Lab.reverting(Lab.failed("b")), owed);
    Migrations mended = book(b -> b.step("mended", s -> s.reset("b")));
    assertThat(lab.resume(id, old, mended).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).containsExactly("b", "c");
    assertThat(lab.atom(id, "b").execution().attempts()).isEqualTo(2);
    assertThat(lab.journal(id)).hasSize(1);
  }

  @Test
  void aFailedTaskIsNotResetOnceOthersWereUndone() throws InterruptedException {
    lab.in(FlowState.RUNNING);
    AtomRecord undone = Lab.reverting(Lab.row("b", AtomState.REVERTED, null));
    FlowId id = lab.given(old, Lab.reverting(done("a")), undone, Lab.reverting(Lab.failed("c")));
    Migrations tooLate = book(b -> b.step("mended", s -> s.reset("c")));
    assertThat(lab.refused(id, old, tooLate).errors()).containsExactly("FAIL01 c");
  }

  @Test
  void aForecastCountsFlowsByPositionAndWritesNothing() {
    Flow guarded = linear(lab.task("check"), lab.task("a"), lab.task("b"), lab.task("c"));
    lab.given(old);
    lab.given(old);
    lab.given(old, done("a"));
    String before = lab.image();
    Forecast forecast = lab.forecast(guarded, STANDARD);
    assertThat(forecast.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(forecast.moves()).isEqualTo(1);
    assertThat(forecast.line().unfinished()).isEqualTo(3);
    assertThat(forecast.blocked()).isEqualTo(1);
    assertThat(forecast.situations()).hasSize(2);
    assertThat(forecast.situations().get(1).findings().get(0).toString()).contains("LATE01");
    assertThat(lab.image()).isEqualTo(before);
  }

  @Test
  void aForecastSaysWhatIsStuckAndWhatIsUnknown() {
    lab.given(old);
    Flow bumped = linear(lab.task("a").version(2, 0), lab.task("b"), lab.task("c"));
    Forecast stuck = lab.forecast(bumped, STANDARD);
    assertThat(stuck.verdict()).isEqualTo(Verdict.STUCK);
    assertThat(stuck.findings().get(0).toString())
        .contains("DATA03", ".version(\"a\", \"1.0\", \"2.0\", out -> ...)");
    assertThat(
            new dev.portage.migration.Forecasts(
                    lab.store, FlowCatalog.of("another", in -> old), STANDARD)
                .forecast(dev.portage.store.FlowQuery.all())
                .get(0)
                .verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aFactoryThatFailsForStoredInputsLeavesTheFlowAsItIs() {
    FlowId id = lab.given(old, done("a"));
    String before = lab.image();
    FlowCatalog failing =
        FlowCatalog.of(
            Lab.FLOW,
            in -> {
              throw new IllegalStateException("no such region");
            });
    EngineOptions options =
        EngineOptions.defaults()
            .withClock(lab.clock)
            .withAdmission(new MigratingAdmission(STANDARD, lab.clock, "lab"));
    try (Engine engine = Engine.open(lab.store, failing, options)) {
      assertThatThrownBy(() -> engine.resume(id))
          .isInstanceOf(dev.portage.engine.FlowRefusedException.class)
          .hasMessageContaining("'" + id + "'")
          .hasMessageContaining("no such region");
    }
    assertThat(lab.image()).isEqualTo(before);
  }
}

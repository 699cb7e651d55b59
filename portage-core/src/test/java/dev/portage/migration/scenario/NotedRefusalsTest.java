package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static dev.portage.migration.scenario.Lab.done;
import static dev.portage.migration.scenario.Lab.linear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowRefusedException;
import dev.portage.engine.ResumeOptions;
import dev.portage.engine.ResumeReport;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot be activated keeps its state, byte for byte; the reason stands beside it. */
@Timeout(60)
final class NotedRefusalsTest {
  private static final Migrations STANDARD = book(b -> {});

  private final Lab lab = new Lab();
  private final Flow old = linear(lab.undoable(lab.task("a")), lab.task("b"));
  private final Flow without = linear(lab.task("b"));
  private final Release blocking = new Release(lab, without, STANDARD);

  private List<Refusal> refusals() {
    return lab.store.refusals(FlowQuery.all());
  }

  private static void refuses(Engine engine, FlowId id) {
    assertThatThrownBy(() -> engine.resume(id)).isInstanceOf(FlowRefusedException.class);
  }

  @Test
  void theReasonStandsBesideTheFlowAndTheFlowIsByteForByteTheSame() {
    FlowId id = lab.given(old, done("a"));
    String before = lab.image();
    FlowRecord record = lab.stored(id);
    long commits = lab.store.commits();
    try (Engine engine = blocking.engine()) {
      refuses(engine, id);
    }
    assertThat(lab.image()).isEqualTo(before);
    assertThat(lab.stored(id)).isEqualTo(record);
    assertThat(lab.store.commits()).isEqualTo(commits);
    assertThat(refusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.flow()).isEqualTo(id);
              assertThat(refusal.revision()).isEqualTo(1);
              assertThat(refusal.at()).isEqualTo(lab.clock.instant());
              assertThat(refusal.actor()).isNotBlank();
              assertThat(refusal.build()).isEqualTo(Shape.of(without).fingerprint().hex());
              assertThat(refusal.codes()).containsExactly("LEAK01");
              assertThat(refusal.sentence()).contains("'" + id + "'", "LEAK01");
            });
  }

  @Test
  void whoAsksAgainAndAgainWritesNothingMore() throws InterruptedException {
    FlowId id = lab.given(old, done("a"));
    try (Engine engine = blocking.engine()) {
      refuses(engine, id);
      Refusal first = refusals().get(0);
      lab.clock.advance(Duration.ofMinutes(5));
      ResumeReport report = engine.resumeAll(ResumeOptions.defaults().withSuspended());
      assertThat(report.refused()).containsOnlyKeys(id);
      refuses(engine, id);
      assertThat(refusals()).containsExactly(first);
    }
  }

  @Test
  void theNextActivationTakesItAway() throws InterruptedException {
    FlowId id = lab.given(old, done("a"));
    try (Engine engine = blocking.engine()) {
      refuses(engine, id);
    }
    assertThat(refusals()).hasSize(1);
    assertThat(lab.resume(id, old, STANDARD).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(refusals()).isEmpty();
  }

  @Test
  void theNextMigrationTakesItAway() {
    FlowId id = lab.given(old, done("a"));
    try (Engine engine = blocking.engine()) {
      refuses(engine, id);
    }
    Migrations mended = book(b -> b.step("s", s -> s.drop("a", OnDone.FORGET)));
    assertThat(lab.migrate(id, without, mended)).isInstanceOf(Outcome.Migrated.class);
    assertThat(refusals()).isEmpty();
  }

  @Test
  void anotherReasonTakesTheOldOnesPlace() {
    FlowId id = lab.given(old, done("a"));
    try (Engine engine = blocking.engine()) {
      refuses(engine, id);
    }
    Flow bumped = linear(lab.undoable(lab.task("a").version(2, 0)), lab.task("b"));
    try (Engine engine = new Release(lab, bumped, STANDARD).engine()) {
      refuses(engine, id);
    }
    assertThat(refusals()).singleElement().satisfies(r -> assertThat(r.codes()).contains("DATA03"));
  }

  /** Row 23 of what is refused today: the factory was renamed, or fails for stored inputs. */
  @Test
  void row23AFactoryThatIsRenamedOrFailsLeavesTheFlowAndTheReason() {
    FlowId id = lab.given(old, done("a"));
    String before = lab.image();
    FlowCatalog renamed = FlowCatalog.of("purchase", in -> old);
    try (Engine engine = new Release(lab, renamed, STANDARD).engine()) {
      refuses(engine, id);
    }
    assertThat(refusals().get(0).build()).isEmpty();
    assertThat(refusals().get(0).sentence())
        .contains("the record belongs to flow 'order'", "a stored flow never becomes another");
    FlowCatalog failing =
        FlowCatalog.of(
            Lab.FLOW,
            in -> {
              throw new IllegalStateException("no such region");
            });
    try (Engine engine = new Release(lab, failing, STANDARD).engine()) {
      refuses(engine, id);
    }
    assertThat(refusals())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.sentence()).contains("no such region"));
    assertThat(lab.image()).isEqualTo(before);
  }

  /** Row 10: another flow altogether under the name of the record. */
  @Test
  void row10AnotherFlowOnTheSameRecordIsRefusedAndNoted() throws InterruptedException {
    FlowId id = lab.given(old, done("a"));
    Flow other = linear(lab.task("x"), lab.task("y"));
    assertThat(lab.refused(id, other, STANDARD).errors()).contains("LEAK01 a");
    assertThat(refusals()).singleElement().satisfies(r -> assertThat(r.codes()).contains("LEAK01"));
    FlowCatalog elsewhere = FlowCatalog.of("refund", in -> other);
    String before = lab.image();
    try (Engine engine = new Release(lab, elsewhere, STANDARD).engine()) {
      assertThatThrownBy(() -> engine.resume(id))
          .hasMessageContaining("the record belongs to flow 'order'");
    }
    assertThat(lab.image()).isEqualTo(before);
  }

  @Test
  void flowsOfAStuckShapeAreFetchedOnceAndTheOthersGoOn() throws InterruptedException {
    FlowId stuck = lab.given(old, done("a"));
    FlowId alike = lab.given(old);
    Flow bumped = linear(lab.undoable(lab.task("a").version(2, 0)), lab.task("b"));
    FlowId own = lab.given(bumped);
    ResumeOptions all = ResumeOptions.defaults().withSuspended();
    try (Engine engine = new Release(lab, bumped, STANDARD).engine()) {
      ResumeReport first = engine.resumeAll(all);
      assertThat(first.refused()).containsOnlyKeys(stuck, alike);
      assertThat(first.resumed()).singleElement().satisfies(h -> assertThat(h.id()).isEqualTo(own));
      assertThat(first.awaitAll(Duration.ofSeconds(20))).isPresent();

      ResumeReport second = engine.resumeAll(all);
      assertThat(second.refused()).isEmpty();
      assertThat(second.left())
          .singleElement()
          .satisfies(
              left -> {
                assertThat(left.line().unfinished()).isEqualTo(2);
                assertThat(left.why()).contains("has refused every flow of this shape");
              });
      refuses(engine, stuck);
    }
  }
}

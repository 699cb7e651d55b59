package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.Stamping.Result;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StampingTest {
  private static final FlowId FLOW = FlowId.of("order-1");
  private static final Stamp CARD = Stamp.of(List.of("card"));
  private static final Shape SHAPE = Shape.parse("portage-shape/1\nlinear order\n  task a 1.0\n");

  private final ManualClock clock = ManualClock.at("2026-03-02T12:00:00Z");
  private final MemoryFlowStore store = new MemoryFlowStore(clock);
  private final Migrator.Who who = new Migrator.Who("ann", clock);
  private final Stamping stamping = new Stamping(store, who);

  private void submit(FlowState state, LeaseChange lease) {
    FlowHeader.Key key = new FlowHeader.Key(FLOW, "order", "");
    FlowWrite.Head head = new FlowWrite.Head(state, Payload.EMPTY, null, SHAPE, null);
    store
        .commit(
            new FlowWrite(key, FlowWrite.Expected.ABSENT, head, List.of(), List.of(), lease, null))
        .join();
  }

  private Stamp stored() {
    return store.load(FLOW).orElseThrow().header().shape().stamp();
  }

  @Test
  void aStampIsWrittenOnceAndTakenBack() {
    submit(FlowState.SUSPENDED, LeaseChange.keep());
    assertThat(stamping.stamp(FLOW, CARD)).isEqualTo(Result.STAMPED);
    assertThat(stamping.stamp(FLOW, CARD)).isEqualTo(Result.SAME);
    assertThat(stored()).isEqualTo(CARD);
    assertThat(store.journal(FLOW))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.steps()).containsExactly("stamp card");
              assertThat(entry.from().stamp()).isEqualTo(Stamp.NONE);
              assertThat(entry.made().run()).isEqualTo(stamping.run());
            });
    assertThat(new Undo(store, Migrations.none(), who).only(stamping.run()).undo(FLOW))
        .isInstanceOf(UndoOutcome.Undone.class);
    assertThat(stored()).isEqualTo(Stamp.NONE);
  }

  @Test
  void whatIsDrivenOrFinishedOrGoneIsLeftAlone() {
    assertThat(stamping.stamp(FLOW, CARD)).isEqualTo(Result.GONE);
    Instant until = clock.instant().plusSeconds(30);
    submit(FlowState.RUNNING, new LeaseChange.Claim("worker", clock.instant(), until));
    assertThat(stamping.stamp(FLOW, CARD)).isEqualTo(Result.BUSY);
    clock.advance(Duration.ofMinutes(1));
    FlowHeader now = store.load(FLOW).orElseThrow().header();
    store
        .commit(
            new FlowWrite(
                now.key(),
                FlowWrite.Expected.of(now),
                FlowWrite.Head.of(FlowState.SUCCESS),
                List.of(),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
    assertThat(stamping.stamp(FLOW, CARD)).isEqualTo(Result.FINISHED);
    assertThat(stored()).isEqualTo(Stamp.NONE);
  }

  @Test
  void aStampNamesOnlyStepsThatNoOtherComesAfter() {
    MigrationBook book =
        MigrationBook.of(
            b ->
                b.step("a", step -> step.rename("x", "y"))
                    .step("b", step -> step.after("a").rename("y", "z"))
                    .step("c", step -> step.rename("u", "v")));
    assertThat(book.through(List.of("a", "b", "c"))).isEqualTo(Stamp.of(List.of("b", "c")));
    assertThat(book.through(List.of("a"))).isEqualTo(Stamp.of(List.of("a")));
    assertThatThrownBy(() -> book.through(List.of("a", "nosuch")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nosuch");
  }
}

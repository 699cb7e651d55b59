package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.everyField;
import static dev.portage.testkit.StoreSamples.retry;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.FlowState;
import dev.portage.store.Expiry;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.JournalEntry;
import dev.portage.store.LineageEdge;
import dev.portage.store.Prunable;
import dev.portage.store.Refusal;
import dev.portage.store.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finished flows go as a whole when their time has come; nothing else does. */
public interface PruningContract extends OpenedStore {
  /** All that is stored of a flow. */
  record Whole(FlowRecord flow, List<JournalEntry> journal, List<Refusal> refusals) {
    /** What a store has of a flow that must be there. */
    public static Whole of(FlowReader store, FlowId id) {
      return new Whole(
          store.load(id).orElseThrow(),
          store.journal(id),
          store.refusals(FlowQuery.all().only(List.of(id))));
    }
  }

  /** Makes a flow with rows, a journal and a refusal, in that state since now. */
  private FlowHeader fill(String id, String flow, FlowState state) {
    FlowHeader header = commit(creation(id, flow, shape("order", "a", "b")));
    header = commit(StoreSamples.journalling(header, StoreSamples.entry(header, "s1:aa")));
    header =
        commit(change(header, state, everyField(AtomName.of("a")), retry("r", 2), done("b", "{}")));
    Instant now = clock().instant();
    assertThat(
            store()
                .note(
                    new Refusal(
                        header.id(), header.revision(), now, "ann", "", "no", List.of("DATA03"))))
        .isTrue();
    return header;
  }

  private FlowHeader fill(String id, FlowState state) {
    return fill(id, "order", state);
  }

  private Expiry olderThan(Duration period) {
    return Expiry.of(period, clock().instant());
  }

  private List<String> left() {
    return store().find(FlowQuery.all()).stream().map(header -> header.id().text()).toList();
  }

  @Test
  default void finishedFlowsGoWithAllThatIsStoredOfThem() {
    fill("1", FlowState.SUCCESS);
    fill("2", FlowState.REVERTED);
    clock().advance(Duration.ofDays(30).plusNanos(1));

    assertThat(store().prune(olderThan(Duration.ofDays(30)), 10)).isEqualTo(2);

    for (FlowId id : List.of(FlowId.of("1"), FlowId.of("2"))) {
      assertThat(store().load(id)).isEmpty();
      assertThat(store().journal(id)).isEmpty();
    }
    assertThat(left()).isEmpty();
    assertThat(store().census(FlowQuery.all())).isEmpty();
    assertThat(store().refusals(FlowQuery.all())).isEmpty();
    assertThat(store().flowsOf(new RunId("01RVN7T3Z8KQ"))).isEmpty();
    assertThat(store().unreadable()).isEmpty();
    assertThat(store().prune(olderThan(Duration.ZERO), 10)).isZero();
  }

  @Test
  default void anIdThatIsFreeAgainBeginsWithoutAnything() {
    fill("1", FlowState.SUCCESS);
    clock().advance(Duration.ofDays(1));
    assertThat(store().prune(olderThan(Duration.ZERO), 10)).isEqualTo(1);

    FlowHeader again = make("1");

    assertThat(load("1")).isEqualTo(FlowRecord.of(again, shape("order", "a", "b"), List.of()));
    assertThat(again.revision()).isEqualTo(1);
    assertThat(store().journal(again.id())).isEmpty();
    assertThat(store().refusals(FlowQuery.all())).isEmpty();
  }

  @Test
  default void whatIsUnfinishedStaysHoweverOldItIs() {
    List<FlowState> unfinished =
        Stream.of(FlowState.values()).filter(state -> !state.isFinished()).toList();
    unfinished.forEach(state -> fill(state.name(), state));
    List<Whole> before =
        unfinished.stream().map(state -> Whole.of(store(), FlowId.of(state.name()))).toList();
    clock().advance(Duration.ofDays(10_000));

    assertThat(store().prunable(olderThan(Duration.ZERO))).isEmpty();
    assertThat(store().prune(olderThan(Duration.ZERO), 100)).isZero();

    assertThat(unfinished)
        .extracting(state -> Whole.of(store(), FlowId.of(state.name())))
        .isEqualTo(before);
  }

  @Test
  default void whatWasWrittenSinceStays() {
    fill("old", FlowState.SUCCESS);
    clock().advance(Duration.ofNanos(1));
    FlowHeader young = fill("young", FlowState.SUCCESS);
    Whole before = Whole.of(store(), young.id());
    clock().advance(Duration.ofHours(1));

    assertThat(store().prune(olderThan(Duration.ofHours(1)), 10)).isEqualTo(1);

    assertThat(left()).containsExactly("young");
    assertThat(Whole.of(store(), young.id())).isEqualTo(before);
  }

  @Test
  default void aFlowThatBeganAnewIsNotFinished() {
    FlowHeader finished = fill("1", FlowState.SUCCESS);
    commit(change(finished, FlowState.PENDING));
    clock().advance(Duration.ofDays(1));

    assertThat(store().prune(olderThan(Duration.ZERO), 10)).isZero();

    assertThat(load("1").touched()).hasSize(3);
  }

  @Test
  default void aLiveLeaseKeepsAFlow() {
    FlowHeader finished = fill("1", FlowState.SUCCESS);
    clock().advance(Duration.ofDays(1));
    store().claim(finished.id(), finished.revision(), claim("ann", clock().instant()));

    clock().advance(Duration.ofSeconds(60).minusNanos(1));
    assertThat(store().prunable(olderThan(Duration.ZERO))).isEmpty();
    assertThat(store().prune(olderThan(Duration.ZERO), 10)).isZero();
    assertThat(left()).containsExactly("1");

    clock().advance(Duration.ofNanos(1));
    assertThat(store().prune(olderThan(Duration.ZERO), 10)).isEqualTo(1);
  }

  @Test
  default void thoseThatWereFinishedFirstGoFirst() {
    for (String id : List.of("3", "1", "4", "0", "2")) {
      fill(id, FlowState.SUCCESS);
      clock().advance(Duration.ofSeconds(1));
    }

    assertThat(store().prune(olderThan(Duration.ZERO), 0)).isZero();
    assertThat(store().prune(olderThan(Duration.ZERO), 2)).isEqualTo(2);
    assertThat(left()).containsExactly("0", "2", "4");
    assertThat(store().prune(olderThan(Duration.ZERO), 2)).isEqualTo(2);
    assertThat(left()).containsExactly("2");
    assertThat(store().prune(olderThan(Duration.ZERO), 2)).isEqualTo(1);
  }

  @Test
  default void whatWouldGoIsCountedByName() {
    Instant first = clock().instant();
    fill("1", "order", FlowState.SUCCESS);
    clock().advance(Duration.ofSeconds(1));
    Instant second = clock().instant();
    fill("2", "order", FlowState.REVERTED);
    fill("3", "a 'quoted' name", FlowState.SUCCESS);
    fill("4", "order", FlowState.FAILURE);
    clock().advance(Duration.ofSeconds(1));
    fill("5", "young", FlowState.SUCCESS);

    assertThat(store().prunable(olderThan(Duration.ZERO)))
        .containsExactly(
            new Prunable("a 'quoted' name", 1, second), new Prunable("order", 2, first));
    assertThat(store().prunable(olderThan(Duration.ofDays(1)))).isEmpty();
    assertThat(left()).hasSize(5);
  }

  @Test
  default void whatIsKnownOfShapesAndStepsStays() {
    FlowHeader header = fill("1", FlowState.SUCCESS);
    LineageEdge edge =
        new LineageEdge(
            "order",
            "",
            header.shape().fingerprint(),
            shape("order", "b").fingerprint(),
            0,
            header.id());
    store().note(List.of(edge));
    clock().advance(Duration.ofDays(1));

    assertThat(store().prune(olderThan(Duration.ZERO), 10)).isEqualTo(1);

    assertThat(store().lineage("order")).containsExactly(edge);
    assertThat(store().stepDigests("order")).hasSize(1);
    assertThat(store().shapes("")).containsExactly(shape("order", "a", "b"));
  }

  @Test
  default void ofManyWhoPruneEachFlowIsRemovedByOne() {
    int flows = 60;
    IntStream.range(0, flows).forEach(i -> fill("" + i, FlowState.SUCCESS));
    clock().advance(Duration.ofDays(1));
    Expiry all = olderThan(Duration.ZERO);

    List<Integer> removed =
        RacingContract.race(
            thread -> {
              int mine = 0;
              while (!store().prunable(all).isEmpty()) {
                mine += store().prune(all, 3);
              }
              return mine;
            });

    assertThat(removed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(flows);
    assertThat(left()).isEmpty();
  }

  @Test
  default void whoWritesAndReadsMeanwhileIsNotDisturbed() {
    IntStream.range(0, 40).forEach(i -> fill("old" + i, FlowState.SUCCESS));
    clock().advance(Duration.ofDays(1));
    Expiry old = olderThan(Duration.ofHours(1));

    List<Boolean> well =
        RacingContract.race(
            thread -> {
              boolean isWhole = true;
              List<FlowHeader> mine = new ArrayList<>();
              for (int i = 0; i < 20; i++) {
                if (thread == 0) {
                  boolean unused = store().prune(old, 2) > 2;
                } else {
                  FlowHeader made = commit(creation(thread + "-" + i));
                  mine.add(commit(change(made, FlowState.SUCCESS, done("a", "{}"))));
                  isWhole &=
                      store()
                          .load(FlowId.of("old" + 2 * i))
                          .map(found -> found.touched().size() == 3)
                          .orElse(true);
                }
              }
              return isWhole
                  && mine.stream()
                      .allMatch(
                          flow -> store().load(flow.id()).orElseThrow().touched().size() == 1);
            });

    assertThat(well).doesNotContain(false);
    assertThat(left()).noneMatch(id -> id.startsWith("old"));
  }
}

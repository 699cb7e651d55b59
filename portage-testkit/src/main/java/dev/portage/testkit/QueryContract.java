package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.HOSTILE;
import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.retry;
import static dev.portage.testkit.StoreSamples.row;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Names;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.ShapeRef;
import dev.portage.store.Situation;
import dev.portage.store.SituationCount;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is found, counted and compared. */
public interface QueryContract extends OpenedStore {
  private FlowHeader make(String id, String flow, Shape shape, FlowState state) {
    return commit(change(commit(creation(id, flow, shape)), state));
  }

  private List<String> find(FlowQuery query) {
    return store().find(query).stream().map(header -> header.id().text()).toList();
  }

  private static List<FlowId> ids(String... ids) {
    return Stream.of(ids).map(FlowId::of).toList();
  }

  @Test
  default void anEmptyStoreHasNothing() {
    assertThat(store().find(FlowQuery.all())).isEmpty();
    assertThat(store().census(FlowQuery.all())).isEmpty();
    assertThat(store().shapes("")).isEmpty();
    assertThat(store().unreadable()).isEmpty();
    assertThat(store().description()).isNotBlank();
  }

  @Test
  default void flowsAreFoundSortedByTheBytesOfTheirIds() {
    HOSTILE.forEach(this::make);

    assertThat(find(FlowQuery.all()))
        .containsExactlyElementsOf(HOSTILE.stream().sorted(Names.BY_UTF8).toList());
    assertThat(store().unreadable()).isEmpty();
  }

  @Test
  default void foundHeadersAreWhole() {
    FlowHeader made = make("1");
    assertThat(store().find(FlowQuery.all())).containsExactly(made);
  }

  @Test
  default void everyFilterNarrows() {
    Shape ab = shape("order", "a", "b");
    Shape c = shape("order", "c");
    make("1", "order", ab, FlowState.RUNNING);
    make("2", "order", c, FlowState.SUCCESS);
    make("3", "refund", c, FlowState.REVERTED);
    make("4", "refund", ab, FlowState.FAILURE);
    make("5", "%", ab, FlowState.SUSPENDED);
    store().claim(FlowId.of("4"), 2, claim("ann", clock().instant()));

    assertThat(find(FlowQuery.all())).containsExactly("1", "2", "3", "4", "5");
    assertThat(find(FlowQuery.all().of("refund"))).containsExactly("3", "4");
    assertThat(find(FlowQuery.all().of("%"))).containsExactly("5");
    assertThat(find(FlowQuery.all().of("nothing"))).isEmpty();
    assertThat(find(FlowQuery.all().shaped(c.fingerprint().hex()))).containsExactly("2", "3");
    assertThat(find(FlowQuery.all().shaped(c.fingerprint().hex().substring(0, 6))))
        .containsExactly("2", "3");
    assertThat(find(FlowQuery.all().shaped("%"))).isEmpty();
    assertThat(find(FlowQuery.all().shaped(""))).hasSize(5);
    assertThat(find(FlowQuery.unfinished())).containsExactly("1", "4", "5");
    assertThat(find(FlowQuery.all().in(FlowQuery.Scope.FINISHED))).containsExactly("2", "3");
    assertThat(find(FlowQuery.unfinished().claimable(clock().instant()))).containsExactly("1", "5");
    assertThat(find(FlowQuery.unfinished().claimable(clock().instant().plusSeconds(60))))
        .containsExactly("1", "4", "5");
    assertThat(find(FlowQuery.all().only(ids("5", "2", "nobody")))).containsExactly("2", "5");
    assertThat(find(FlowQuery.unfinished().of("order").only(ids("1", "2", "5"))))
        .containsExactly("1");
  }

  @Test
  default void pagesFollowEachOtherWithoutGapOrRepeat() {
    IntStream.range(0, 25).forEach(i -> make(String.format("%02d", i)));
    List<String> seen = new ArrayList<>();
    FlowQuery query = FlowQuery.all().limit(7);
    List<FlowHeader> page = store().find(query);
    while (!page.isEmpty()) {
      assertThat(page.size()).isLessThanOrEqualTo(7);
      page.forEach(header -> seen.add(header.id().text()));
      page = store().find(query.after(page.get(page.size() - 1).id()));
    }

    assertThat(seen).hasSize(25).isSorted().doesNotHaveDuplicates();
    assertThat(find(FlowQuery.all().limit(0))).isEmpty();
    assertThat(find(FlowQuery.all().only(ids("03", "20", "24")).after(FlowId.of("03")).limit(1)))
        .containsExactly("20");
  }

  @Test
  default void shapesAreFoundByAPrefixOfTheirFingerprint() {
    Shape ab = shape("order", "a", "b");
    Shape ba = shape("order", "b", "a");
    Shape c = shape("order", "c");
    List.of(ab, ba, c).forEach(shape -> commit(creation(shape.digest(), "order", shape)));

    assertThat(store().shapes(""))
        .extracting(shape -> shape.fingerprint().hex())
        .hasSize(3)
        .isSorted();
    assertThat(store().shapes(ab.fingerprint().brief())).containsExactlyInAnyOrder(ab, ba);
    assertThat(store().shapes(c.fingerprint().hex())).containsExactly(c);
    assertThat(store().shapes("_")).isEmpty();
    assertThat(store().shape(ba.digest())).contains(ba);
  }

  @Test
  default void theCensusCountsByNameShapeAndStamp() {
    Shape ab = shape("order", "a", "b");
    Shape c = shape("order", "c");
    make("9", "order", ab, FlowState.SUCCESS);
    make("1", "order", ab, FlowState.REVERTED);
    make("3", "order", ab, FlowState.RUNNING);
    make("5", "order", ab, FlowState.PENDING);
    make("4", "order", c, FlowState.SUCCESS);
    make("6", "a 'quoted' name", c, FlowState.FAILURE);

    List<CensusLine> census = store().census(FlowQuery.all().limit(1).after(FlowId.of("8")));

    assertThat(census).isSorted();
    assertThat(census)
        .containsExactlyInAnyOrder(
            new CensusLine("order", "", ref(ab), 2, 2, FlowId.of("3")),
            new CensusLine("order", "", ref(c), 0, 1, FlowId.of("4")),
            new CensusLine("a 'quoted' name", "", ref(c), 1, 0, FlowId.of("6")));
    assertThat(store().census(FlowQuery.unfinished().of("order")))
        .containsExactly(new CensusLine("order", "", ref(ab), 2, 0, FlowId.of("3")));
    assertThat(store().census(FlowQuery.all().only(ids("1", "4", "9")).shaped(hex(ab))))
        .containsExactly(new CensusLine("order", "", ref(ab), 0, 2, FlowId.of("1")));
  }

  private static ShapeRef ref(Shape shape) {
    return ShapeRef.of(shape, Stamp.NONE);
  }

  private static String hex(Shape shape) {
    return shape.fingerprint().hex();
  }

  @Test
  default void flowsThatDifferInStampAreCountedApart() {
    FlowHeader made = make("1");
    make("2");
    Stamp stamp = Stamp.of(List.of("b,c", "a\"d"));
    commit(
        new FlowWrite(
            made.key(),
            FlowWrite.Expected.of(made),
            new FlowWrite.Head(FlowState.PENDING, null, null, null, stamp),
            List.of(),
            List.of(),
            LeaseChange.keep(),
            null));

    assertThat(store().census(FlowQuery.all()))
        .extracting(line -> line.shape().stamp())
        .containsExactlyInAnyOrder(Stamp.NONE, stamp);
    assertThat(store().census(FlowQuery.all()))
        .allSatisfy(
            line ->
                assertThat(store().situations(line))
                    .singleElement()
                    .satisfies(found -> assertThat(found.flows()).isEqualTo(1)));
  }

  @Test
  default void situationsAreThoseOfTheUnfinishedFlowsOfALine() {
    AtomRecord odd = done("odd, \"name\"\\ \uD83D\uDE80", "{\"x\":1}", "x,y", "q\"", "\\z");
    for (int i = 0; i < 5; i++) {
      commit(change(make("same" + i), FlowState.RUNNING, odd, retry("again", 2)));
    }
    commit(change(make("other"), FlowState.RUNNING, odd, retry("again", 3)));
    commit(change(make("done"), FlowState.SUCCESS, odd, retry("again", 2)));
    commit(creation("stranger", "refund", shape("order", "a", "b")));
    make("fresh1");
    make("fresh2");
    CensusLine line =
        store().census(FlowQuery.all()).stream()
            .filter(some -> some.flow().equals("order"))
            .findFirst()
            .orElseThrow();

    List<SituationCount> found = store().situations(line);

    assertThat(found)
        .containsExactly(
            new SituationCount(situation("same0"), 5, ids("same0", "same1", "same2")),
            new SituationCount(situation("fresh1"), 2, ids("fresh1", "fresh2")),
            new SituationCount(situation("other"), 1, ids("other")));
    Situation.Position position = found.get(0).situation().at(odd.name());
    assertThat(position.slots()).containsExactlyInAnyOrder("x,y", "q\"", "\\z");
    assertThat(position.version()).isEqualTo("1.0");
    assertThat(found.get(0).situation().at(AtomName.of("again")).attempts()).isEqualTo(2);
  }

  private Situation situation(String id) {
    return Situation.of(load(id));
  }

  @Test
  default void flowsThatDifferInStateVersionOrSlotsAreInDifferentSituations() {
    commit(change(make("1"), FlowState.RUNNING, done("a", "{\"x\":1}", "x")));
    commit(change(make("2"), FlowState.RUNNING, done("a", "{\"x\":2}", "x")));
    commit(change(make("3"), FlowState.SUSPENDED, done("a", "{\"x\":1}", "x")));
    commit(change(make("4"), FlowState.RUNNING, done("a", "{\"y\":1}", "y")));
    commit(change(make("5"), FlowState.RUNNING, done("a", "{}")));
    commit(change(make("6"), FlowState.RUNNING, row("a", AtomState.SUCCESS)));
    commit(
        change(
            make("7"),
            FlowState.RUNNING,
            done("a", "{\"x\":1}", "x").named(new AtomName("a", "key"))));

    CensusLine line = store().census(FlowQuery.all()).get(0);

    assertThat(store().situations(line))
        .extracting(SituationCount::samples)
        .containsExactly(ids("1", "2"), ids("3"), ids("4"), ids("5"), ids("6"), ids("7"));
    assertThat(store().situations(line))
        .allSatisfy(
            found ->
                assertThat(found.situation()).isEqualTo(situation(found.samples().get(0).text())));
  }
}

package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.HOSTILE;
import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.claim;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.LineageEdge;
import dev.portage.store.Payload;
import dev.portage.store.Refusal;
import dev.portage.store.RunId;
import dev.portage.store.RunNote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands beside flows: why they were refused, and the lineage of their shapes. */
public interface NotesContract extends OpenedStore {
  private Refusal refusal(String id, long revision, String sentence, String... codes) {
    Instant at = clock().instant();
    return new Refusal(
        FlowId.of(id), revision, at, "worker-1", "9c41d07a2e", sentence, List.of(codes));
  }

  private List<Refusal> refusals() {
    return store().refusals(FlowQuery.all());
  }

  @Test
  default void aRefusalStandsBesideTheFlowWhichStaysAsItWas() {
    make("1");
    FlowRecord before = load("1");
    Refusal refusal = refusal("1", 1, "line one\n  line \"two\" \uD83D\uDE80", "LEAK01", "DOUBT01");

    assertThat(store().note(refusal)).isTrue();

    assertThat(refusals()).containsExactly(refusal);
    assertThat(load("1")).isEqualTo(before);
    assertThat(store().journal(FlowId.of("1"))).isEmpty();
  }

  @Test
  default void whatSaysTheSameIsNotWrittenAgain() {
    make("1");
    Refusal first = refusal("1", 1, "stuck");
    store().note(first);
    clock().advance(Duration.ofHours(1));

    assertThat(store().note(refusal("1", 1, "stuck"))).isFalse();
    assertThat(refusals()).containsExactly(first);

    Refusal other = refusal("1", 1, "stuck", "DATA03");
    assertThat(store().note(other)).isTrue();
    assertThat(refusals()).containsExactly(other);
  }

  @Test
  default void aRefusalOfAnotherRevisionOrOfNoFlowIsNotWritten() {
    make("1");
    assertThat(store().note(refusal("1", 2, "late"))).isFalse();
    assertThat(store().note(refusal("nobody", 1, "late"))).isFalse();
    assertThat(refusals()).isEmpty();
  }

  @Test
  default void aRefusalThatComesAfterSomebodyElsesClaimIsNotWritten() {
    FlowHeader one = make("1");
    assertThat(store().claim(one.id(), 1, claim("ann", clock().instant()))).isPresent();
    assertThat(store().note(refusal("1", 1, "late"))).isFalse();
    assertThat(refusals()).isEmpty();
  }

  @Test
  default void whoeverTakesTheFlowUpTakesTheRefusalAway() {
    FlowHeader one = make("1");
    FlowHeader two = make("2");
    FlowHeader three = make("3");
    List.of("1", "2", "3").forEach(id -> store().note(refusal(id, 1, "blocked")));

    assertThat(store().claim(one.id(), 1, claim("ann", clock().instant()))).isPresent();
    commit(StoreSamples.with(change(two, FlowState.RUNNING), claim("ann", clock().instant())));
    assertThat(store().claim(three.id(), 7, claim("ann", clock().instant()))).isEmpty();

    assertThat(refusals()).extracting(Refusal::flow).containsExactly(three.id());
  }

  @Test
  default void refusalsAreFoundAsTheirFlowsAre() {
    HOSTILE.forEach(this::make);
    HOSTILE.forEach(id -> store().note(refusal(id, 1, id)));
    commit(creation("elsewhere", "refund", shape("refund", "a")));
    store().note(refusal("elsewhere", 1, "other"));

    List<Refusal> found = store().refusals(FlowQuery.unfinished().of("order"));
    assertThat(found).hasSize(HOSTILE.size());
    assertThat(found).allSatisfy(each -> assertThat(each.sentence()).isEqualTo(each.flow().text()));
    assertThat(found.stream().map(each -> each.flow()).toList())
        .isEqualTo(
            store().find(FlowQuery.unfinished().of("order")).stream().map(FlowHeader::id).toList());
    FlowQuery last = FlowQuery.all().after(found.get(3).flow()).limit(2).of("order");
    assertThat(store().refusals(last)).isEqualTo(found.subList(4, 6));
    assertThat(store().refusals(FlowQuery.all().only(List.of(FlowId.of("elsewhere"))))).hasSize(1);
  }

  @Test
  default void whatNoDatabaseKeepsIsAQuestionMark() {
    make("1");
    store().note(refusal("1", 1, "a\0b\uD83Dc"));
    assertThat(refusals()).extracting(Refusal::sentence).containsExactly("a?b?c");
  }

  @Test
  default void flowsOfSomeLinesAreLeftOutOfAQuery() {
    Shape ab = shape("order", "a", "b");
    Shape ba = shape("order", "b", "a");
    commit(creation("1", "order", ab));
    commit(creation("2", "order", ba));
    commit(creation("3", "refund", ab));
    CensusLine line =
        store().census(FlowQuery.all()).stream()
            .filter(some -> some.sample().equals(FlowId.of("1")))
            .findFirst()
            .orElseThrow();

    FlowQuery others = FlowQuery.unfinished().except(List.of(line));
    assertThat(store().find(others))
        .extracting(header -> header.id().text())
        .containsExactly("2", "3");
    assertThat(store().find(others.except(store().census(FlowQuery.all())))).isEmpty();
    assertThat(store().census(others)).doesNotContain(line).hasSize(2);
  }

  @Test
  default void edgesOfALineageAreKeptOnce() {
    LineageEdge edge = edge("order", "gift 'x'", "a", "b", 0, "1");
    LineageEdge again = edge("order", "gift 'x'", "a", "b", 0, "2");
    LineageEdge later = edge("order", "gift 'x'", "a", "b", 1, "2");
    LineageEdge back = edge("order", "gift 'x'", "b", "a", 0, "2");
    LineageEdge plain = edge("order", "", "a", "b", 0, "2");
    LineageEdge other = edge("refund", "", "a", "b", 0, "2");

    store().note(List.of(edge, again, later));
    store().note(List.of(again, back, plain, other));
    store().note(List.of());

    assertThat(store().lineage("order")).containsExactlyInAnyOrder(edge, later, back, plain);
    assertThat(store().lineage("refund")).containsExactly(other);
    assertThat(store().lineage("order", print("b"))).containsExactly(back);
    assertThat(store().lineage("order", print("a"))).containsExactlyInAnyOrder(edge, later, plain);
    assertThat(store().lineage("refund", print("b"))).isEmpty();
    assertThat(store().lineage("nothing")).isEmpty();
  }

  @Test
  default void ofARunTheLastNoteIsKept() {
    Instant noon = Instant.parse("2026-03-02T12:00:00.123456Z");
    RunNote other = run("AAA", "o'neil \"\u20ac\"", noon.minusSeconds(60), null);
    RunNote begun = run("BBB", "ann@host", noon, null);
    RunNote ended = run("BBB", "ann@host", noon, noon.plusSeconds(9));

    store().note(begun);
    assertThat(store().run(begun.run())).contains(begun);
    store().note(other);
    store().note(ended);

    assertThat(store().run(begun.run())).contains(ended);
    assertThat(store().run(new RunId("CCC"))).isEmpty();
    assertThat(store().runs(9)).containsExactly(ended, other);
    assertThat(store().runs(1)).containsExactly(ended);
  }

  private static RunNote run(String id, String actor, Instant began, @Nullable Instant ended) {
    byte[] report = ("{\"why\":\"'; \u05d0 " + ended + "\"}").getBytes(StandardCharsets.UTF_8);
    return new RunNote(new RunId(id), actor, began, ended, new Payload(Payload.JSON, report));
  }

  private static LineageEdge edge(
      String flow, String variant, String from, String to, int epoch, String sample) {
    return new LineageEdge(flow, variant, print(from), print(to), epoch, FlowId.of(sample));
  }

  private static Fingerprint print(String task) {
    return shape("order", task).fingerprint();
  }
}

package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.json;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.Payload;
import dev.portage.store.SituationCount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Flows are found and counted by what they are like: state, age, metadata. */
public interface SelectionContract extends OpenedStore {
  /** Makes a flow that has this metadata, in that state since now. */
  private FlowHeader make(String id, FlowState state, String meta) {
    return make(id, state, json(meta), shape("order", "a", "b"));
  }

  private FlowHeader make(String id, FlowState state, @Nullable Payload meta, Shape shape) {
    FlowHeader made =
        commit(
            new FlowWrite(
                new FlowHeader.Key(FlowId.of(id), "order", ""),
                FlowWrite.Expected.ABSENT,
                new FlowWrite.Head(FlowState.PENDING, Payload.EMPTY, meta, shape, null),
                List.of(),
                List.of(),
                LeaseChange.keep(),
                null));
    return state == FlowState.PENDING ? made : commit(change(made, state, done("a", "{}")));
  }

  private List<String> found(FlowQuery.Traits traits) {
    return store().find(FlowQuery.all().like(traits)).stream().map(h -> h.id().text()).toList();
  }

  @Test
  default void flowsAreFoundByTheirStates() {
    make("1", FlowState.PENDING, "{}");
    make("2", FlowState.RUNNING, "{}");
    make("3", FlowState.SUCCESS, "{}");

    FlowQuery.Traits any = FlowQuery.Traits.ANY;
    assertThat(found(any.in(Set.of(FlowState.RUNNING)))).containsExactly("2");
    assertThat(found(any.in(Set.of(FlowState.SUCCESS, FlowState.PENDING))))
        .containsExactly("1", "3");
    assertThat(found(any.in(Set.of(FlowState.FAILURE)))).isEmpty();
    assertThat(found(any)).hasSize(3);
  }

  @Test
  default void flowsAreFoundByWhenTheyBegan() {
    Instant first = make("1", FlowState.RUNNING, "{}").times().began();
    clock().advance(Duration.ofHours(1));
    make("2", FlowState.RUNNING, "{}");
    clock().advance(Duration.ofNanos(1));
    Instant third = make("3", FlowState.SUCCESS, "{}").times().began();

    FlowQuery.Traits any = FlowQuery.Traits.ANY;
    assertThat(found(any.began(null, third))).containsExactly("1", "2");
    assertThat(found(any.began(third, null))).containsExactly("3");
    assertThat(found(any.began(first, third))).containsExactly("1", "2");
    assertThat(found(any.began(null, first))).isEmpty();
  }

  @Test
  default void flowsAreFoundByTheirMetadata() {
    make("1", FlowState.RUNNING, "{\"tenant\":\"acme\",\"tier\":3,\"vip\":true}");
    make("2", FlowState.RUNNING, "{\"tenant\":\"acme\",\"tier\":null,\"vip\":[true]}");
    make("3", FlowState.RUNNING, "{\"tenant\":\"'; DROP TABLE portage_flow; --\",\"a.b\":\"c\"}");
    make("4", FlowState.SUCCESS, "{\"tenant\":\"acme\"}");
    make("5", FlowState.RUNNING, "{\"outer\":{\"tenant\":\"acme\"}}");
    make("6", FlowState.RUNNING, StoreSamples.unknownCodec(), shape("order", "a", "b"));
    make("7", FlowState.RUNNING, "[\"tenant\",\"acme\"]");

    assertThat(described(Map.of("tenant", "acme"))).containsExactly("1", "2", "4");
    assertThat(described(Map.of("tenant", "acme", "tier", "3"))).containsExactly("1");
    assertThat(described(Map.of("vip", "true"))).containsExactly("1");
    assertThat(described(Map.of("tier", "null"))).isEmpty();
    assertThat(described(Map.of("a.b", "c"))).containsExactly("3");
    assertThat(described(Map.of("tenant", "'; DROP TABLE portage_flow; --"))).containsExactly("3");
    assertThat(described(Map.of("", "acme"))).isEmpty();
  }

  private List<String> described(Map<String, String> meta) {
    return found(FlowQuery.Traits.ANY.with(meta));
  }

  /** Pages are full though many rows between are not meant. */
  @Test
  default void pagesOfAFewAmongMany() {
    for (int i = 0; i < 40; i++) {
      make(String.format("%02d", i), FlowState.RUNNING, "{\"third\":" + (i % 3 == 0) + "}");
    }
    FlowQuery query =
        FlowQuery.all().like(FlowQuery.Traits.ANY.with(Map.of("third", "true"))).limit(5);

    List<FlowHeader> first = store().find(query);
    assertThat(first).extracting(h -> h.id().text()).containsExactly("00", "03", "06", "09", "12");
    assertThat(store().find(query.after(first.get(4).id())))
        .extracting(h -> h.id().text())
        .containsExactly("15", "18", "21", "24", "27");
    assertThat(store().census(query).get(0).unfinished()).isEqualTo(14);
  }

  /** Whatever is asked for: what is found, counted and judged are the same flows. */
  @Test
  default void everyQueryMeansTheSameFlowsEverywhere() {
    long seed = Long.getLong("portage.seed", new Random().nextInt(1_000_000));
    Random random = new Random(seed);
    List<FlowState> states = List.of(FlowState.values());
    for (int i = 0; i < 30; i++) {
      clock().advance(Duration.ofSeconds(random.nextInt(3)));
      make(
          "f" + i,
          states.get(random.nextInt(states.size())),
          json("{\"k\":" + random.nextInt(3) + "}"),
          random.nextBoolean() ? shape("order", "a") : shape("order", "a", "b"));
    }
    List<FlowHeader> all = store().find(FlowQuery.all());
    for (int i = 0; i < 60; i++) {
      FlowQuery query = query(random, all);
      FlowQuery unfinished = query.in(FlowQuery.Scope.UNFINISHED);
      List<FlowHeader> meant = all.stream().filter(query::matches).toList();
      String told = "-Dportage.seed=" + seed + ", " + query;

      assertThat(store().find(query)).as(told).isEqualTo(meant);
      List<CensusLine> census = store().census(query);
      long counted = census.stream().mapToLong(line -> line.unfinished() + line.finished()).sum();
      assertThat(counted).as(told).isEqualTo(meant.size());
      for (CensusLine line : store().census(FlowQuery.all())) {
        List<FlowHeader> open =
            all.stream().filter(line::covers).filter(unfinished::matches).toList();
        List<SituationCount> situations = store().situations(line, query);
        assertThat(situations.stream().mapToLong(SituationCount::flows).sum())
            .as(told)
            .isEqualTo(open.size());
        assertThat(open.stream().map(FlowHeader::id).toList())
            .as(told)
            .containsAll(situations.stream().flatMap(some -> some.samples().stream()).toList());
      }
    }
  }

  private static FlowQuery query(Random random, List<FlowHeader> all) {
    FlowQuery.Traits traits = FlowQuery.Traits.ANY;
    List<FlowState> states = List.of(FlowState.values());
    if (random.nextBoolean()) {
      traits = traits.in(Set.copyOf(states.subList(0, 1 + random.nextInt(states.size()))));
    }
    if (random.nextBoolean()) {
      Instant bound = all.get(random.nextInt(all.size())).times().began();
      traits = random.nextBoolean() ? traits.began(bound, null) : traits.began(null, bound);
    }
    if (random.nextInt(3) == 0) {
      traits = traits.with(Map.of("k", String.valueOf(random.nextInt(4))));
    }
    FlowQuery.Scope[] scopes = FlowQuery.Scope.values();
    FlowQuery query = FlowQuery.all().in(scopes[random.nextInt(scopes.length)]).like(traits);
    return random.nextInt(3) > 0
        ? query
        : query.only(all.stream().map(FlowHeader::id).filter(id -> random.nextBoolean()).toList());
  }
}

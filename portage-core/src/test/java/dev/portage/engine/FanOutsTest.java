package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.DefinitionException;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.MapReduce;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.MemoryFlowStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One task for each element of a list. */
@Timeout(60)
class FanOutsTest {
  record Parcel(String id, int grams) {}

  private static final FlowId ID = FlowId.of("one");
  private static final Slot<List<Parcel>> PARCELS = Slot.listOf("parcels", Parcel.class);
  private static final Slot<Parcel> PARCEL = Slot.of("parcel", Parcel.class);
  private static final Slot<String> LABEL = Slot.of("label", String.class);
  private static final Slot<List<String>> ITEMS = Slot.listOf("items", String.class);
  private static final Slot<String> ITEM = Slot.of("item", String.class);
  private static final Slot<Integer> TOTAL = Slot.of("total", Integer.class);
  private static final FanOut<Parcel> EACH_PARCEL =
      FanOut.over(PARCELS, PARCEL).keyedBy(Parcel::id);

  private final MemoryFlowStore store = new MemoryFlowStore();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  private FlowHandle submit(Flow flow, Consumer<InputValues> inputs) {
    return serial(flow).submit("f", ID, inputs);
  }

  private Engine serial(Flow flow) {
    return Engine.open(
        store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults().withParallelism(1));
  }

  private FlowRecord stored() {
    return store.load(ID).orElseThrow();
  }

  private AtomRecord row(String template, String key) {
    return stored().touched().get(new AtomName(template, key));
  }

  /** Ships what weighs something; the others fail. */
  private Task ship() {
    return Task.named("ship")
        .each(EACH_PARCEL)
        .provides(LABEL)
        .execute(
            in -> {
              Parcel parcel = in.get(PARCEL);
              calls.add(in.context().task() + " " + in.context().idempotencyKey());
              if (parcel.grams() <= 0) {
                throw new IllegalStateException("weighs nothing");
              }
              return "label of " + parcel.id();
            })
        .revert(in -> calls.add("undo " + in.context().task() + " " + in.result(LABEL)));
  }

  private Task listed(String name, Slot<?> slot) {
    return Task.named(name)
        .requires(slot)
        .run(in -> calls.add(name + " " + in.get(slot)))
        .revert(in -> calls.add("undo " + name));
  }

  private static Task failing(String name) {
    return Task.named(name)
        .run(
            in -> {
              throw new IllegalStateException(name + " fails");
            });
  }

  private static List<Parcel> parcels(String... ids) {
    return List.of(ids).stream().map(id -> new Parcel(id, 5)).toList();
  }

  @Test
  void anAtomRunsForEachElementAndTheNextTaskGetsTheListOfWhatTheyGave() throws Exception {
    Flow flow = Flow.linear("f").add(ship()).add(listed("post", LABEL.asList())).build();
    FlowResult result = submit(flow, in -> in.put(PARCELS, parcels("p2", "p1"))).await();
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls)
        .containsExactly(
            "ship[p2] one/ship[p2]/1",
            "ship[p1] one/ship[p1]/1",
            "post [label of p2, label of p1]");
    assertThat(result.get(LABEL.asList())).containsExactly("label of p2", "label of p1");
    assertThat(row("ship", "p1").state()).isEqualTo(AtomState.SUCCESS);
    assertThat(FanOutKeys.of(row("ship", "")).keys()).containsExactly("p2", "p1");
    assertThat(row("ship", "").state()).isEqualTo(AtomState.SUCCESS);
  }

  @Test
  void anEmptyListIsDoneAtOnce() throws Exception {
    Flow flow = Flow.linear("f").add(ship()).add(listed("post", LABEL.asList())).build();
    FlowResult result = submit(flow, in -> in.put(PARCELS, List.of())).await();
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls).containsExactly("post []");
  }

  @Test
  void aGivenListNeedsNoSlot() throws Exception {
    Task greet =
        Task.named("greet")
            .each(FanOut.of(List.of("eu", "us"), ITEM))
            .provides(TOTAL)
            .execute(in -> in.get(ITEM).length());
    Flow flow =
        Flow.linear("f")
            .add(greet.out(TOTAL, "lengths"))
            .add(
                MapReduce.map(
                    "double",
                    Slot.listOf("lengths", Integer.class),
                    Slot.listOf("twice", Integer.class),
                    n -> 2 * n))
            .add(
                MapReduce.reduce(
                    "sum",
                    Slot.listOf("twice", Integer.class),
                    TOTAL,
                    all -> all.stream().mapToInt(n -> n).sum()))
            .build();
    assertThat(submit(flow, in -> {}).await().orThrow().get(TOTAL)).isEqualTo(8);
  }

  @Test
  void oneThatFailsHasAllThatWereDoneUndone() throws Exception {
    Flow flow = Flow.linear("f").add(listed("first", PARCELS)).add(ship()).build();
    FlowResult result =
        submit(
                flow,
                in ->
                    in.put(
                        PARCELS,
                        List.of(new Parcel("a", 1), new Parcel("b", 0), new Parcel("c", 1))))
            .await();
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls.subList(1, calls.size()))
        .containsExactly(
            "ship[a] one/ship[a]/1",
            "ship[b] one/ship[b]/1",
            "undo ship[b] null",
            "undo ship[a] label of a",
            "undo first");
    assertThat(result.failures()).containsOnlyKeys("ship[b]");
    assertThat(result.story().toString())
        .contains("failed: ship[b] (in f), attempt 1")
        .contains("undone: first, ship[a], ship[b]")
        .contains("never ran: ship[c]");
  }

  @Test
  void aLaterFailureUndoesEachOfThem() throws Exception {
    Flow flow = Flow.linear("f").add(ship()).add(failing("bad")).build();
    FlowResult result = submit(flow, in -> in.put(PARCELS, parcels("a", "b"))).await();
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls).contains("undo ship[a] label of a", "undo ship[b] label of b");
    assertThat(row("ship", "").state()).isEqualTo(AtomState.REVERTED);
  }

  @Test
  void theyRunInParallel() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    Task meet =
        Task.named("meet")
            .each(FanOut.of(List.of(1, 2), Slot.of("n", Integer.class)))
            .run(
                in -> {
                  both.countDown();
                  both.await();
                });
    Flow flow = Flow.linear("f").add(meet).build();
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults())) {
      assertThat(engine.submit("f", ID, in -> {}).await(Duration.ofSeconds(30)))
          .hasValueSatisfying(end -> assertThat(end.state()).isEqualTo(FlowState.SUCCESS));
    }
  }

  @Test
  void aReaderOfOneValueWhereThereIsAListIsRefused() {
    Flow flow = Flow.linear("f").add(ship()).add(listed("post", LABEL)).build();
    assertThatThrownBy(() -> submit(flow, in -> in.put(PARCELS, parcels("a"))))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("reads 'label' as java.lang.String")
        .hasMessageContaining("List<String>");
  }

  @Test
  void aFanOutMayStandOnWhatAnotherGave() throws Exception {
    Slot<Parcel> packed = Slot.of("packed", Parcel.class);
    Task pack =
        Task.named("pack")
            .each(FanOut.over(ITEMS, ITEM))
            .provides(packed)
            .execute(in -> new Parcel(in.get(ITEM), 7));
    Task send =
        Task.named("send")
            .each(FanOut.over(packed.asList(), PARCEL).keyedBy(Parcel::id))
            .run(in -> calls.add(in.context().task() + in.get(PARCEL).grams()));
    Flow flow = Flow.graph("f").add(send).add(pack).build();
    FlowResult result = submit(flow, in -> in.put(ITEMS, List.of("a", "b"))).await();
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls).containsExactly("send[a]7", "send[b]7");
  }

  @Test
  void aKeyFunctionThatThrowsAnErrorFailsTheFanOut() throws Exception {
    FanOut<String> each =
        FanOut.over(ITEMS, ITEM)
            .keyedBy(
                item -> {
                  throw new AssertionError("no key");
                });
    Flow flow =
        Flow.linear("f")
            .add(Task.named("find").provides(ITEMS).execute(in -> List.of("a")))
            .add(Task.named("use").each(each).run(in -> calls.add(in.get(ITEM))))
            .build();
    FlowResult result = submit(flow, in -> {}).await();
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(result.failures()).containsOnlyKeys("use");
    assertThat(calls).isEmpty();
  }
}

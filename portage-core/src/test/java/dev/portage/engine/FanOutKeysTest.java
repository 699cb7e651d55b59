package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.DefinitionException;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.MemoryFlowStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which atoms a fan-out has is fixed early, stored, and told apart over retries and restarts. */
@Timeout(60)
class FanOutKeysTest {
  record Parcel(String id, int grams) {}

  private static final FlowId ID = FlowId.of("one");
  private static final Slot<List<Parcel>> PARCELS = Slot.listOf("parcels", Parcel.class);
  private static final Slot<Parcel> PARCEL = Slot.of("parcel", Parcel.class);
  private static final Slot<List<String>> ITEMS = Slot.listOf("items", String.class);
  private static final Slot<String> ITEM = Slot.of("item", String.class);

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

  private static List<Parcel> parcels(String... ids) {
    return List.of(ids).stream().map(id -> new Parcel(id, 5)).toList();
  }

  @Test
  void theKeysOfAnInputAreStoredWithTheSubmit() {
    try (Engine engine =
        serial(
            Flow.linear("f")
                .add(
                    Task.named("ship")
                        .each(FanOut.over(PARCELS, PARCEL).keyedBy(Parcel::id))
                        .run(in -> {}))
                .build())) {
      engine.enqueue("f", ID, in -> in.put(PARCELS, parcels("a", "b")));
    }
    assertThat(stored().touched().keySet()).containsExactly(AtomName.of("ship"));
    assertThat(FanOutKeys.of(row("ship", "")).keys()).containsExactly("a", "b");
    assertThat(row("ship", "").isUntouched()).isTrue();
  }

  @Test
  void theKeysOfAProvidedListAreStoredWithItsProvider() throws Exception {
    Task list = Task.named("list").provides(ITEMS).execute(in -> List.of("x", "y"));
    Task pause = Task.named("pause").run(in -> calls.add("pause"));
    Task each =
        Task.named("each").each(FanOut.over(ITEMS, ITEM)).run(in -> calls.add(in.get(ITEM)));
    Flow flow = Flow.linear("f").add(list).add(pause).add(each).build();
    List<List<String>> keysAtPause = new ArrayList<>();
    FlowListener listener =
        new FlowListener() {
          @Override
          public void onAtom(AtomTransition transition) {
            if (transition.atom().template().equals("list")
                && transition.to() == AtomState.SUCCESS) {
              keysAtPause.add(FanOutKeys.of(row("each", "")).keys());
            }
          }
        };
    try (Engine engine =
        Engine.open(
            store,
            FlowCatalog.of("f", in -> flow),
            EngineOptions.defaults().withListener(listener))) {
      assertThat(engine.submit("f", ID, in -> {}).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(keysAtPause).containsExactly(List.of("x", "y"));
    assertThat(calls).startsWith("pause").containsExactlyInAnyOrder("pause", "x", "y");
  }

  @Test
  void aRetryRunsThemAgainUnderNewKeysAndAsksTheProviderOfTheListFirst() throws Exception {
    List<List<String>> lists = List.of(List.of("a", "b"), List.of("b", "c"));
    Task list =
        Task.named("list").provides(ITEMS).execute(in -> lists.get(in.context().attempt() - 1));
    Task each =
        Task.named("each")
            .each(FanOut.over(ITEMS, ITEM))
            .run(
                in -> {
                  calls.add(in.context().idempotencyKey());
                  if (in.get(ITEM).equals("b") && in.context().attempt() == 1) {
                    throw new IllegalStateException("not yet");
                  }
                });
    Flow flow = Flow.linear("f").retry(Retry.times("again", 3)).add(list).add(each).build();
    assertThat(submit(flow, in -> {}).await().state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls)
        .containsExactly("one/each[a]/1", "one/each[b]/1", "one/each[b]/2", "one/each[c]/2");
    assertThat(FanOutKeys.of(row("each", ""))).isEqualTo(new FanOutKeys(List.of("b", "c"), 1));
    assertThat(stored().touched()).doesNotContainKey(new AtomName("each", "a"));
  }

  @Test
  void aRetryKeepsTheKeysOfAListFromOutside() throws Exception {
    Task each =
        Task.named("each")
            .each(FanOut.over(ITEMS, ITEM))
            .run(
                in -> {
                  calls.add(in.context().idempotencyKey());
                  if (in.get(ITEM).equals("b") && in.context().attempt() == 1) {
                    throw new IllegalStateException("not yet");
                  }
                });
    Flow flow = Flow.linear("f").retry(Retry.times("again", 3)).add(each).build();
    FlowResult result = submit(flow, in -> in.put(ITEMS, List.of("a", "b"))).await();
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls)
        .containsExactly("one/each[a]/1", "one/each[b]/1", "one/each[a]/2", "one/each[b]/2");
  }

  @Test
  void keysThatAreNotDistinctFailTheTaskWithANormalRevert() throws Exception {
    Task list = Task.named("list").provides(ITEMS).execute(in -> List.of("a", "b", "a", "[c]"));
    Flow flow =
        Flow.linear("f")
            .add(list.revert(in -> calls.add("undo list")))
            .add(Task.named("each").each(FanOut.over(ITEMS, ITEM)).run(in -> {}))
            .build();
    FlowResult result = submit(flow, in -> {}).await();
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls).containsExactly("undo list");
    assertThat(result.failures().get("each").message())
        .contains("element 3 has the key 'a' of an earlier one")
        .contains("element 4 has no key", "square bracket");
  }

  @Test
  void anInputThatGivesNoKeysRefusesTheSubmit() {
    Flow flow =
        Flow.linear("f")
            .add(Task.named("each").each(FanOut.over(PARCELS, PARCEL)).run(in -> {}))
            .build();
    assertThatThrownBy(() -> submit(flow, in -> in.put(PARCELS, parcels("a"))))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("each")
        .hasMessageContaining("a Parcel has no key of its own; add .keyedBy(..)");
    assertThat(store.load(ID)).isEmpty();
    assertThatThrownBy(() -> submit(flow, in -> {}))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("requires 'parcels'");
  }

  @Test
  void whatIsLeftRunsAfterASuspension() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    Task each =
        Task.named("each")
            .each(FanOut.over(ITEMS, ITEM))
            .run(
                in -> {
                  calls.add(in.get(ITEM));
                  begun.countDown();
                  asked.await();
                });
    Flow flow = Flow.linear("f").add(each).build();
    try (Engine engine = serial(flow)) {
      FlowHandle handle = engine.submit("f", ID, in -> in.put(ITEMS, List.of("a", "b", "c")));
      begun.await();
      handle.suspend();
      asked.countDown();
      assertThat(handle.await().state()).isEqualTo(FlowState.SUSPENDED);
    }
    assertThat(calls).containsExactly("a");
    try (Engine engine = serial(flow)) {
      assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(calls).containsExactly("a", "b", "c");
  }

  @Test
  void storedKeysWinOverWhatTheCodeNowSays() throws Exception {
    Task each = Task.named("each").run(in -> calls.add(in.get(ITEM)));
    try (Engine engine =
        serial(Flow.linear("f").add(each.each(FanOut.of(List.of("a", "b"), ITEM))).build())) {
      engine.enqueue("f", ID, in -> {});
    }
    Flow reordered =
        Flow.linear("f").add(each.each(FanOut.of(List.of("c", "b", "a"), ITEM))).build();
    try (Engine engine = serial(reordered)) {
      assertThat(engine.resume(ID).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(calls).containsExactly("a", "b");
  }

  @Test
  void aStoredKeyThatTheListHasLostFailsThatAtomOnly() throws Exception {
    Task each = Task.named("each").run(in -> calls.add(in.get(ITEM)));
    try (Engine engine =
        serial(Flow.linear("f").add(each.each(FanOut.of(List.of("a", "b"), ITEM))).build())) {
      engine.enqueue("f", ID, in -> {});
    }
    Flow shorter = Flow.linear("f").add(each.each(FanOut.of(List.of("a"), ITEM))).build();
    try (Engine engine = serial(shorter)) {
      FlowResult result = engine.resume(ID).await();
      assertThat(result.state()).isEqualTo(FlowState.REVERTED);
      assertThat(result.failures().get("each[b]").message())
          .contains("'each[b]' is stored, and its list has no element of that key now");
    }
  }

  @Test
  void aRestartCountsAttemptsOn() throws Exception {
    Task each =
        Task.named("each")
            .each(FanOut.over(ITEMS, ITEM))
            .run(in -> calls.add(in.context().idempotencyKey()));
    Flow flow = Flow.linear("f").add(each).build();
    submit(flow, in -> in.put(ITEMS, List.of("a"))).await();
    try (Engine engine = serial(flow)) {
      assertThat(engine.restart(ID).await().state()).isEqualTo(FlowState.SUCCESS);
    }
    assertThat(calls).containsExactly("one/each[a]/1", "one/each[a]/2");
  }
}

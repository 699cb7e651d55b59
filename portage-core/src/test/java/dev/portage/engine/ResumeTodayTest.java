package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Outputs;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/**
 * The engine's own part of what goes wrong with TaskFlow when a stored flow is resumed, row by row,
 * and what is right.
 */
@Timeout(60)
class ResumeTodayTest {
  private static final FlowId ID = FlowId.of("one");
  private static final Slot<Integer> X = Slot.of("x", Integer.class);
  private static final Slot<Integer> Y = Slot.of("y", Integer.class);

  private final MemoryFlowStore store = new MemoryFlowStore();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  private static Payload json(String text) {
    return new Payload(Payload.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  private static AtomRecord done(String name, String output) {
    Output stored = Output.of((ObjectNode) json(output).tree());
    return AtomRecord.untouched(AtomName.of(name), AtomKind.TASK)
        .in(AtomState.SUCCESS)
        .with(new Execution("1.0", stored, null, 1, "key-" + name, Times.UNKNOWN));
  }

  /** A flow that old code has left, with nobody driving it. */
  private void stored(Flow old, String inputs, AtomRecord... rows) {
    FlowWrite.Head head =
        new FlowWrite.Head(FlowState.SUSPENDED, json(inputs), null, Shape.of(old), Stamp.NONE);
    store
        .commit(
            new FlowWrite(
                new FlowHeader.Key(ID, "f", ""),
                FlowWrite.Expected.ABSENT,
                head,
                List.of(rows),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
  }

  private Engine engine(Flow now) {
    return Engine.open(
        store, FlowCatalog.of("f", in -> now), EngineOptions.defaults().withParallelism(1));
  }

  private FlowResult resume(Flow now) throws InterruptedException {
    try (Engine engine = engine(now)) {
      return engine.resume(ID).await();
    }
  }

  private AtomRecord row(String atom) {
    return Objects.requireNonNull(store.load(ID).orElseThrow().touched().get(AtomName.of(atom)));
  }

  private Task task(String name) {
    return Task.named(name).run(in -> calls.add(name)).revert(in -> calls.add("undo " + name));
  }

  private Task failing(String name) {
    return Task.named(name)
        .run(
            in -> {
              calls.add(name);
              throw new IllegalStateException(name + " fails");
            });
  }

  /** What a volume is since version 2.0; in 1.0 it was a text. */
  private record Volume(String id, int size) {}

  @Test
  void row04ARevertThatCannotReadWhatIsStoredNeverWipesIt() throws Exception {
    Slot<String> text = Slot.of("volume", String.class);
    Slot<Volume> volume = Slot.of("volume", Volume.class);
    Flow old =
        Flow.linear("f")
            .add(Task.named("create").provides(text).execute(in -> "").revert(in -> {}))
            .add(failing("attach"))
            .build();
    Task create =
        Task.named("create")
            .provides(volume)
            .execute(in -> new Volume("", 1))
            .revert(in -> calls.add("undo " + Objects.requireNonNull(in.result(volume)).id()));
    AtomRecord before = done("create", "{\"volume\":\"vol-1\"}");
    stored(old, "{}", before);
    assertThatThrownBy(
            () -> resume(Flow.linear("f").add(create.version(2, 0)).add(failing("attach")).build()))
        .as("refused before, where the version says so")
        .isInstanceOf(FlowRefusedException.class);

    Flow unversioned = Flow.linear("f").add(create).add(failing("attach")).build();
    for (int times = 0; times < 2; times++) {
      assertThat(resume(unversioned).state()).isEqualTo(FlowState.FAILURE);
      assertThat(calls).as("no revert came to its end").containsExactly("attach");
      assertThat(row("create").state()).isEqualTo(AtomState.REVERT_FAILURE);
      assertThat(row("create").execution().output()).isEqualTo(before.execution().output());
      assertThat(Objects.requireNonNull(row("create").reversal().failure()).message())
          .contains("Volume")
          .doesNotContain("vol-1");
    }
  }

  private Flow pair(Task both, Task reader) {
    return Flow.linear("f")
        .add(both.execute(in -> Outputs.of(X, 1).and(Y, 2)))
        .add(reader.run(in -> calls.add("x" + in.get(X) + " y" + in.get(Y))))
        .build();
  }

  @Test
  void row12TheOrderOfProvidedSlotsHasNoEffect() throws Exception {
    Flow old = pair(Task.named("both").provides(X, Y), Task.named("use").requires(X, Y));
    stored(old, "{}", done("both", "{\"x\":5,\"y\":6}"));
    Flow now = pair(Task.named("both").provides(Y, X), Task.named("use").requires(Y, X));
    assertThat(resume(now).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls).containsExactly("x5 y6");
  }

  @Test
  void row14ADoneTaskIsNotAskedForAnInputThatIsNotThere() throws Exception {
    Flow now = Flow.linear("f").add(task("a").requires(X)).add(task("b")).build();
    stored(now, "{}", done("a", "{}"));
    assertThat(resume(now).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls).containsExactly("b");
  }

  @Test
  void row15InputsBelongToTheRecordAndNoOtherNameIsTakenForThem() throws Exception {
    Slot<Integer> old = Slot.of("size", Integer.class);
    Slot<Integer> now = Slot.of("gigabytes", Integer.class);
    stored(
        Flow.linear("f").add(Task.named("a").requires(old).run(in -> {})).build(), "{\"size\":7}");
    Flow renamed = Flow.linear("f").add(Task.named("a").requires(now).run(in -> {})).build();
    FlowHeader before = store.load(ID).orElseThrow().header();
    assertThatThrownBy(() -> resume(renamed)).isInstanceOf(FlowRefusedException.class);
    assertThat(store.load(ID).orElseThrow().header()).isEqualTo(before);
  }

  @Test
  void row25ARevertedFlowStartsAgainOnlyWhenRestartIsAskedFor() throws Exception {
    Flow flow = Flow.linear("f").add(task("a")).add(failing("b")).build();
    stored(flow, "{}");
    assertThat(resume(flow).state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls).containsExactly("a", "b", "undo a");
    assertThat(resume(flow).state()).isEqualTo(FlowState.REVERTED);
    assertThat(calls).as("resumed, and left alone").hasSize(3);
    try (Engine engine = engine(flow)) {
      assertThat(engine.restart(ID).await().state()).isEqualTo(FlowState.REVERTED);
    }
    assertThat(calls).hasSize(6);
  }

  @Test
  void row26ARetryHistoryIsLoadedAndSavedByteForByte() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Flow.linear("tried")
                    .retry(Retry.times("r", 3))
                    .add(task("a"))
                    .add(task("b"))
                    .build())
            .add(task("c"))
            .build();
    Payload odd =
        json(
            " [ {\"failures\" : {\"a\":{\"type\":\"E\",\"at\":null}}, \"value\":1.50},\n"
                + "{\"value\":2,\"failures\":{}} ] ");
    AtomRecord retry =
        AtomRecord.untouched(AtomName.of("r"), AtomKind.RETRY)
            .in(AtomState.SUCCESS)
            .with(done("r", "{}").execution())
            .remembering(odd);
    stored(flow, "{}", retry, done("a", "{}"));
    assertThat(resume(flow).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(calls).containsExactly("b", "c");
    assertThat(row("r").history()).isEqualTo(odd);
  }

  @Test
  void row27AValueThatIsMissingWhenATaskBeginsIsAFailureOfThatTask() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(Task.named("a").provides(X, Y).execute(in -> 0).revert(in -> calls.add("undo a")))
            .add(Task.named("b").requires(X, Y).run(in -> calls.add("b")))
            .build();
    stored(flow, "{}", done("a", "{\"x\":1}"));
    FlowResult result = resume(flow);
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(result.failures().get("b").type())
        .isEqualTo(MissingArgumentException.class.getName());
    assertThat(result.failures().get("b").message()).contains("'y'", "from a", "[x]");
    assertThat(calls).containsExactly("undo a");
    assertThat(row("b").state()).isEqualTo(AtomState.REVERTED);
    assertThat(resume(flow).state()).isEqualTo(FlowState.REVERTED);
  }
}

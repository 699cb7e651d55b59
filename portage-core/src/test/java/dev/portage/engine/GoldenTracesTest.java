package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Decider;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Failure;
import dev.portage.model.Flow;
import dev.portage.model.Part;
import dev.portage.model.Pattern;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowRecord;
import dev.portage.store.Json;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What TaskFlow does with a flow is what this engine does with it. */
class GoldenTracesTest {
  private static final Slot<Integer> X = Slot.of("x", Integer.class);
  private static final Slot<Integer> Y = Slot.of("y", Integer.class);
  private static final Slot<Integer> Z = Slot.of("z", Integer.class);

  private static final Slot<String> V = Slot.of("v", String.class);

  private static Map<String, Flow> flows() {
    Map<String, Flow> all = new HashMap<>(plain());
    all.putAll(retried());
    for (Depth depth : List.of(Depth.ALL, Depth.FLOW, Depth.ATOM)) {
      all.put("decider-false-depth-" + depth, decided(depth));
    }
    return all;
  }

  private static Flow decided(Depth depth) {
    return flow(
        Flow.graph("f")
            .link("a", "b", Decider.of(in -> false).depth(depth))
            .link("b", "c")
            .link("c", "d")
            .link("d", "sub"),
        ok("a"),
        ok("b"),
        ok("c"),
        ok("d"),
        flow(Flow.linear("sub"), ok("s1"), ok("s2")));
  }

  private static Map<String, Flow> retried() {
    Task valued = failing("a", 2).requires(V);
    return Map.of(
        "never-resolve", flow(Flow.linear("f"), ok("a"), failing("b")),
        "times-3-recovers",
            flow(Flow.linear("f").retry(Retry.times("r", 3)), ok("a"), failing("b", 2)),
        "times-3-exhausted",
            flow(Flow.linear("f").retry(Retry.times("r", 3)), ok("a"), failing("b")),
        "times-1", flow(Flow.linear("f").retry(Retry.times("r", 1)), failing("a")),
        "foreach",
            flow(Flow.linear("f").retry(Retry.forEach("r", V, List.of("x", "y", "z"))), valued),
        "nested-times-inner-exhausted-default", nested(Retry.times("r", 2)),
        "nested-revert-all", nested(Retry.times("r", 2).revertingAll()),
        "always-revert-all",
            flow(
                Flow.linear("o").retry(Retry.times("ro", 5)),
                ok("a"),
                flow(Flow.linear("i").retry(Retry.alwaysRevertAll("ri")), failing("b", 1))));
  }

  private static Flow nested(Retry retry) {
    return flow(
        Flow.linear("o"), ok("a"), flow(Flow.linear("i").retry(retry), failing("b")), ok("c"));
  }

  private static Map<String, Flow> plain() {
    CyclicBarrier three = new CyclicBarrier(3);
    CyclicBarrier two = new CyclicBarrier(2);
    return Map.of(
        "linear-ok", flow(Flow.linear("f"), ok("a"), ok("b"), ok("c")),
        "linear-fail-last", flow(Flow.linear("f"), ok("a"), ok("b"), failing("c")),
        "linear-fail-middle", flow(Flow.linear("f"), ok("a"), failing("b"), ok("c")),
        "unordered-fail-one",
            flow(
                Flow.unordered("f"),
                together(three, ok("a")),
                together(three, failing("b")),
                together(three, ok("c"))),
        "graph-diamond",
            flow(
                Flow.graph("f"),
                Task.named("d").requires(Y, Z).run(in -> in.get(Y)),
                together(two, Task.named("b").requires(X).provides(Y).execute(in -> in.get(X) + 1)),
                together(two, Task.named("c").requires(X).provides(Z).execute(in -> in.get(X) + 2)),
                Task.named("a").provides(X).execute(in -> 1)),
        "empty-flow", flow(Flow.linear("f")),
        "single-task", flow(Flow.linear("only"), ok("only")));
  }

  private static Flow flow(Flow.Builder builder, Part... parts) {
    Stream.of(parts).forEach(builder::add);
    return builder.build();
  }

  private static Task ok(String name) {
    return Task.named(name).run(in -> {}).revert(in -> {});
  }

  private static Task failing(String name) {
    return failing(name, Integer.MAX_VALUE);
  }

  private static Task failing(String name, int times) {
    return Task.named(name)
        .run(
            in -> {
              if (in.context().attempt() <= times) {
                throw new IllegalStateException(name + " fails");
              }
            });
  }

  private static Task together(CyclicBarrier others, Task task) {
    Task.Execute body = Objects.requireNonNull(task.body());
    return task.execute(
        in -> {
          others.await(20, TimeUnit.SECONDS);
          return body.execute(in);
        });
  }

  static Stream<JsonNode> traces() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            GoldenTracesTest.class.getResourceAsStream("/engine/engine-traces.json"))) {
      JsonNode all = new Payload(Payload.JSON, file.readAllBytes()).tree();
      return StreamSupport.stream(all.spliterator(), false);
    }
  }

  @Test
  void everyTraceIsReproduced() throws IOException {
    assertThat(traces().map(trace -> trace.get("title").asString()))
        .containsExactlyInAnyOrderElementsOf(flows().keySet());
  }

  @ParameterizedTest
  @MethodSource("traces")
  void aFlowGoesTheWayThatTaskFlowGoes(JsonNode trace) throws Exception {
    Flow flow = Objects.requireNonNull(flows().get(trace.get("title").asString()));
    TransitionLog log = new TransitionLog();
    boolean never = trace.get("title").asString().equals("never-resolve");
    EngineOptions options =
        EngineOptions.defaults()
            .withListener(log)
            .withFailurePolicy(never ? FailurePolicy.LEAVE : FailurePolicy.REVERT_SCOPE);
    try (Engine engine =
        Engine.open(new MemoryFlowStore(), FlowCatalog.of(flow.name(), in -> flow), options)) {
      FlowResult result =
          engine.submit(flow.name(), in -> {}).await(Duration.ofSeconds(30)).orElseThrow();
      assertThat(result.state().name()).isEqualTo(trace.get("flow_state").asString());
      assertThat(raised(result)).isEqualTo(trace.get("raised"));
      assertThat(atoms(result.stored())).isEqualTo(atoms(trace));
    }
    List<String> events = strings(trace.get("events"));
    if (flow.pattern() == Pattern.LINEAR || !flow.links().isEmpty()) {
      assertThat(
              log.lines().stream()
                  .map(line -> line.replaceFirst("task (.* r)", "retry $1"))
                  .toList())
          .isEqualTo(events);
    } else {
      sameUpToWhatRunsTogether(log.lines(), events);
    }
  }

  private static void sameUpToWhatRunsTogether(List<String> found, List<String> golden) {
    assertThat(found).containsExactlyInAnyOrderElementsOf(golden);
    assertThat(found.get(0)).isEqualTo(golden.get(0));
    assertThat(found.get(found.size() - 1)).isEqualTo(golden.get(golden.size() - 1));
    for (String atom : List.of(" a", " b", " c", " d")) {
      assertThat(found.stream().filter(line -> line.endsWith(atom)).toList())
          .isEqualTo(golden.stream().filter(line -> line.endsWith(atom)).toList());
    }
    assertThat(phase(found, "RUNNING")).isEqualTo(phase(golden, "RUNNING"));
  }

  /** How many atoms have begun before the first of several that run together ends. */
  private static long phase(List<String> events, String state) {
    int first = events.indexOf("task SUCCESS b") + events.indexOf("task FAILURE b") + 1;
    return events.stream().limit(first).filter(line -> line.startsWith("task " + state)).count();
  }

  private static JsonNode raised(FlowResult result) {
    return Json.tree(
        result.failures().values().stream()
            .map(Failure::message)
            .map(message -> "RuntimeError: " + message)
            .findFirst()
            .orElse(null));
  }

  private static List<String> atoms(FlowRecord stored) {
    return stored.touched().values().stream()
        .map(row -> row.name() + " " + row.state() + " " + row.intention())
        .toList();
  }

  private static List<String> atoms(JsonNode trace) {
    List<String> atoms = new ArrayList<>();
    for (JsonNode atom : trace.get("atoms")) {
      atoms.add(
          atom.get("name").asString()
              + " "
              + atom.get("state").asString()
              + " "
              + atom.get("intention").asString());
    }
    return atoms.stream().sorted().toList();
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
  }
}

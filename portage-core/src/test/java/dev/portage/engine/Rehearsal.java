package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Decider;
import dev.portage.model.Decider.Depth;
import dev.portage.model.Flow;
import dev.portage.model.Inputs;
import dev.portage.model.Intention;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs flows whose tasks write down that they ran, one after the other. */
final class Rehearsal {
  static final FlowId ID = FlowId.of("one");

  final MemoryFlowStore store = new MemoryFlowStore();
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  Task task(String name) {
    return Task.named(name).run(in -> calls.add(name)).revert(in -> calls.add("undo " + name));
  }

  /** Fails in so many attempts, and cannot be undone. */
  Task failing(String name, int failures) {
    return Task.named(name)
        .run(
            in -> {
              calls.add(name);
              if (in.context().attempt() <= failures) {
                throw new IllegalStateException(name + " fails");
              }
            });
  }

  /** Writes down that it is asked, and answers. */
  Decider asked(String name, Predicate<Inputs> answer) {
    return Decider.of(
        in -> {
          calls.add(name + "?");
          return answer.test(in);
        });
  }

  static Decider no(Depth depth) {
    return Decider.of(in -> false).depth(depth);
  }

  static EngineOptions options() {
    return EngineOptions.defaults().withParallelism(1);
  }

  FlowResult run(Flow.Builder builder) throws Exception {
    return run(builder, in -> {});
  }

  FlowResult run(Flow.Builder builder, Consumer<InputValues> inputs) throws Exception {
    Flow flow = builder.build();
    try (Engine engine = Engine.open(store, FlowCatalog.of("f", in -> flow), options())) {
      return engine.submit("f", ID, inputs).await();
    }
  }

  /** The atoms that were left out, sorted. */
  static List<String> leftOut(FlowResult result) {
    return result.stored().touched().values().stream()
        .filter(row -> row.state() == AtomState.IGNORE && row.intention() == Intention.IGNORE)
        .map(row -> row.name().toString())
        .sorted()
        .toList();
  }
}

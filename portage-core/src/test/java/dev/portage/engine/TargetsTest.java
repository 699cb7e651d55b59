package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.Decider;
import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Part;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A graph flow with a target is that part and what it needs. */
@Timeout(60)
class TargetsTest {
  private final List<String> ran = new CopyOnWriteArrayList<>();

  private static Slot<String> slot(String name) {
    return Slot.of(name, String.class);
  }

  private Task task(String name, String... requires) {
    Task task = Task.named(name).provides(slot("of-" + name));
    for (String other : requires) {
      task = task.requires(slot("of-" + other));
    }
    return task.execute(
        in -> {
          ran.add(name);
          return name;
        });
  }

  private static List<String> names(Flow flow) {
    return flow.parts().stream().map(Part::name).toList();
  }

  private FlowResult run(Flow flow) throws Exception {
    try (Engine engine =
        Engine.open(
            new MemoryFlowStore(),
            FlowCatalog.of("f", in -> flow),
            EngineOptions.defaults().withParallelism(1))) {
      return engine.submit("f", FlowId.of("one"), in -> {}).await();
    }
  }

  @Test
  void onlyTheTargetAndWhatItNeedsIsRun() throws Exception {
    Flow flow =
        Flow.graph("f")
            .target("report")
            .add(task("load"))
            .add(task("clean", "load"))
            .add(task("count", "clean"))
            .add(task("mail", "report"))
            .add(task("check"))
            .add(task("audit"))
            .add(task("report", "count"))
            .link("check", "report")
            .link("check", "audit")
            .link("audit", "mail")
            .build();
    assertThat(names(flow)).containsExactly("load", "clean", "count", "check", "report");
    assertThat(flow.links()).extracting(Flow.Link::to).containsExactly("report");
    FlowResult result = run(flow);
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(ran).containsExactlyInAnyOrder("load", "clean", "count", "check", "report");
    assertThat(result.stored().shape().inOrder()).hasSize(5);
  }

  @Test
  void whatIsReadOptionallyAndWhatTheRevertReadsIsNeededToo() {
    Flow flow =
        Flow.graph("f")
            .add(task("a"))
            .add(task("b"))
            .add(task("c"))
            .add(task("d"))
            .add(
                Task.named("last")
                    .optional(slot("of-a"))
                    .revertRequires(slot("renamed"))
                    .in(slot("renamed"), "of-b")
                    .inject(slot("of-c"), "constant")
                    .run(in -> {}))
            .target("last")
            .build();
    assertThat(names(flow)).containsExactly("a", "b", "last");
  }

  @Test
  void aSubflowAsTargetNeedsWhatItsAtomsTakeFromOutside() throws Exception {
    Flow inner =
        Flow.linear("inner")
            .retry(Retry.times("again", 2).requires(slot("of-a")).provides(slot("of-b")))
            .add(task("x", "b", "c"))
            .add(task("d", "x"))
            .add(task("y", "d"))
            .build();
    Flow.Builder around = Flow.graph("f").target("inner");
    for (String name : List.of("a", "c", "e")) {
      around.add(task(name));
    }
    Flow flow =
        around.add(Flow.unordered("other").add(task("elsewhere")).build()).add(inner).build();
    assertThat(names(flow)).containsExactly("a", "c", "inner");
  }

  @Test
  void whatAGraphInsideGivesItselfIsNotTakenFromOutside() {
    Flow inner = Flow.graph("inner").add(task("y", "x")).add(task("x", "z", "x")).build();
    Flow flow =
        Flow.graph("f")
            .add(task("z"))
            .add(task("w"))
            .add(Flow.linear("p").add(Task.named("q").provides(slot("of-x")).run(in -> {})).build())
            .add(inner)
            .target("inner")
            .build();
    assertThat(names(flow)).as("x itself reads of-x from outside").contains("p", "z", "inner");
    assertThat(names(flow)).doesNotContain("w");
  }

  @Test
  void whatADeciderReadsIsNeededToo() {
    Flow inner =
        Flow.graph("inner")
            .add(task("x"))
            .add(task("y"))
            .link("x", "y", Decider.when(slot("of-far"), far -> true))
            .build();
    Flow flow =
        Flow.graph("f")
            .add(task("near"))
            .add(task("far"))
            .add(task("other"))
            .add(task("first"))
            .add(inner)
            .link("first", "inner", Decider.when(slot("of-near"), near -> true))
            .target("inner")
            .build();
    assertThat(names(flow)).containsExactly("near", "far", "first", "inner");
    assertThat(flow.links()).hasSize(1);
  }

  @Test
  void twoProvidersOfASlotStayAmbiguous() {
    Flow flow =
        Flow.graph("f")
            .add(task("one").out(slot("of-one"), "s"))
            .add(task("two").out(slot("of-two"), "s"))
            .add(task("unneeded"))
            .add(Task.named("last").requires(slot("s")).run(in -> {}))
            .target("last")
            .build();
    assertThatThrownBy(() -> run(flow))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("requires 's', which [one, two] all provide");
  }

  @Test
  void aTargetThatIsNotThereIsAMistakeAmongOthers() {
    Flow flow =
        Flow.linear("f")
            .add(Task.named("a"))
            .add(Flow.graph("g").add(task("b")).add(task("c")).target("a").build())
            .target("a")
            .build();
    assertThatThrownBy(() -> run(flow))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("3 mistakes")
        .hasMessageContaining("f: has the target 'a', which only a graph flow can have")
        .hasMessageContaining("g: has the target 'a', which is none of its parts [b, c]")
        .hasMessageContaining("a: has no body");
  }
}

package dev.portage.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.model.Flow;
import dev.portage.model.Task;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ForwardingStoreTest {
  /** They come back to those that are: a store that changes those need not know them. */
  private static final Set<String> MADE_OF_OTHERS =
      Set.of(
          "commitHere[class dev.portage.store.FlowWrite]",
          "exchange[class dev.portage.store.SetExchange]",
          "loadSmall[interface java.util.List]",
          "unreadable[]");

  @Test
  void whoWaitsForAWriteGoesThroughTheSameDoor() {
    MemoryFlowStore behind = new MemoryFlowStore();
    List<FlowWrite> seen = new ArrayList<>();
    ForwardingStore store =
        new ForwardingStore() {
          @Override
          public FlowStore behind() {
            return behind;
          }

          @Override
          public CompletableFuture<FlowHeader> commit(FlowWrite write) {
            seen.add(write);
            return behind.commit(write);
          }
        };
    Flow flow = Flow.linear("f").add(Task.named("a").run(in -> {})).build();
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", in -> flow), EngineOptions.defaults())) {
      engine.enqueue("f", FlowId.of("1"), in -> {});
    }
    assertThat(seen).hasSize(1);
    assertThat(behind.commits()).isEqualTo(1);
  }

  @Test
  void everyQuestionToAStoreIsPassedOn() {
    Set<String> passedOn =
        Arrays.stream(ForwardingStore.class.getDeclaredMethods())
            .filter(Method::isDefault)
            .map(ForwardingStoreTest::signature)
            .collect(Collectors.toSet());

    assertThat(FlowStore.class.getMethods())
        .filteredOn(method -> !Modifier.isStatic(method.getModifiers()))
        .extracting(ForwardingStoreTest::signature)
        .filteredOn(signature -> !MADE_OF_OTHERS.contains(signature))
        .isSubsetOf(passedOn);
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }
}

package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Outputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.Json;
import dev.portage.store.MemoryFlowStore;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What bodies may return that provide several slots. */
@Timeout(60)
class ResultsTest {
  private static final Slot<BigDecimal> FEE = Slot.of("fee", BigDecimal.class);
  private static final Slot<String> RECEIPT = Slot.of("receipt", String.class);

  private record Charged(BigDecimal fee, @Nullable String receipt) {}

  private record Other(BigDecimal fee, String ticket) {}

  private static FlowResult run(Task.Execute body) throws Exception {
    Task task = Task.named("charge").provides(FEE, RECEIPT).out(RECEIPT, "paper").execute(body);
    Flow flow = Flow.linear("f").add(task).build();
    try (Engine engine =
        Engine.open(
            new MemoryFlowStore(), FlowCatalog.of("f", in -> flow), EngineOptions.defaults())) {
      return engine.submit("f", FlowId.of("1"), in -> {}).await();
    }
  }

  private static void isComplete(FlowResult result) {
    assertThat(result.orThrow().get(FEE)).isEqualTo(new BigDecimal("0.10"));
    assertThat(result.get(Slot.of("paper", String.class))).isEqualTo("r-1");
  }

  private static String refusal(FlowResult result) {
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    return result.failures().get("charge").message();
  }

  @Test
  void aRecordGivesItsComponents() throws Exception {
    isComplete(run(in -> new Charged(new BigDecimal("0.10"), "r-1")));
  }

  @Test
  void aMapGivesItsEntries() throws Exception {
    isComplete(run(in -> Map.of("fee", new BigDecimal("0.10"), "receipt", "r-1")));
  }

  @Test
  void aJsonObjectGivesItsProperties() throws Exception {
    isComplete(
        run(
            in ->
                Json.mapper()
                    .createObjectNode()
                    .put("receipt", "r-1")
                    .put("fee", new BigDecimal("0.10"))));
  }

  @Test
  void outputsGiveTheirValues() throws Exception {
    isComplete(run(in -> Outputs.of(FEE, new BigDecimal("0.10")).and(RECEIPT, "r-1")));
  }

  @Test
  void aComponentMayBeNull() throws Exception {
    FlowResult result = run(in -> new Charged(BigDecimal.ONE, null)).orThrow();
    assertThat(result.get(Slot.of("paper", String.class))).isNull();
    Map<String, Object> map = new HashMap<>();
    map.put("fee", null);
    map.put("receipt", "r");
    assertThat(run(in -> map).orThrow().get(FEE)).isNull();
  }

  @Test
  void otherNamesAreRefused() throws Exception {
    assertThat(refusal(run(in -> new Other(BigDecimal.ONE, "r-1"))))
        .contains("returned Other with [fee, ticket], expected exactly [fee, receipt]");
    assertThat(refusal(run(in -> Map.of("fee", 1)))).contains("with [fee], expected exactly");
  }

  @Test
  void valuesOfOtherTypesAreRefused() throws Exception {
    assertThat(refusal(run(in -> Map.of("fee", "secret", "receipt", "r-1"))))
        .contains("gives 'fee' a value that does not survive")
        .doesNotContain("secret");
  }

  @Test
  void whatHasNoNamesIsRefused() throws Exception {
    assertThat(refusal(run(in -> "r-1"))).contains("returned java.lang.String, expected");
    assertThat(refusal(run(in -> null))).contains("returned null, expected");
  }
}

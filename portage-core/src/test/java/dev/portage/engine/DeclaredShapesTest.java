package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.Inputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredShapesTest {
  private static final Slot<Boolean> GIFT = Slot.of("gift", Boolean.class);

  private static Flow order(Inputs in) {
    Flow.Builder flow = Flow.linear("order").add(Task.named("pack").execute(none -> "packed"));
    if (in.get(GIFT)) {
      flow.add(Task.named("wrap").execute(none -> "wrapped"));
    }
    return flow.build();
  }

  private static String variant(Inputs in) {
    return in.get(GIFT) ? "gift" : "plain";
  }

  private static Flow fixed(Inputs in) {
    return Flow.linear("refund").add(Task.named("pay").execute(none -> "paid")).build();
  }

  private static List<String> names(FlowCatalog catalog) {
    return catalog.declared().stream().map(d -> d.flow() + " " + d.target().variant()).toList();
  }

  @Test
  void aFlowOfOneShapeNeedsNoExample() {
    assertThat(names(FlowCatalog.of("refund", DeclaredShapesTest::fixed)))
        .containsExactly("refund ");
  }

  @Test
  void aFlowWithVariantsHasTheShapesOfItsExamples() {
    FlowCatalog catalog =
        FlowCatalog.builder()
            .flow("order", DeclaredShapesTest::variant, DeclaredShapesTest::order)
            .example("order", in -> in.put(GIFT, false))
            .example("order", in -> in.put(GIFT, true))
            .example("order", in -> in.put(GIFT, true))
            .build();
    FlowCatalog all =
        FlowCatalog.builder().flow("a", DeclaredShapesTest::fixed).addAll(catalog).build();
    assertThat(names(all)).containsExactly("a ", "order gift", "order plain");
    assertThat(all.declared().get(1).target().shape().atoms().all()).hasSize(2);
  }

  @Test
  void everyFlowWhoseShapesCannotBeKnownIsToldAtOnce() {
    FlowCatalog catalog =
        FlowCatalog.builder()
            .flow("order", DeclaredShapesTest::variant, DeclaredShapesTest::order)
            .flow("present", DeclaredShapesTest::order)
            .flow("bare", DeclaredShapesTest::order)
            .example("bare", in -> in.put(GIFT, false))
            .example("bare", in -> in.put(GIFT, true))
            .build();
    assertThatThrownBy(catalog::declared)
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("order: has variants, and no example of any of them")
        .hasMessageContaining("present: cannot be built for no inputs")
        .hasMessageContaining(".example(\"present\"")
        .hasMessageContaining("bare: two examples have the variant '' and different shapes");
  }

  @Test
  void anExampleOfAFlowThatIsNotThereIsAMistake() {
    FlowCatalog.Builder catalog =
        FlowCatalog.builder()
            .example("refund", in -> in.put(GIFT, true))
            .flow("refund", DeclaredShapesTest::fixed)
            .example("odrer", in -> in.put(GIFT, true));
    assertThatThrownBy(catalog::build)
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("the catalog has a mistake")
        .hasMessageContaining("odrer: has an example, and the catalog has no such flow");
  }
}

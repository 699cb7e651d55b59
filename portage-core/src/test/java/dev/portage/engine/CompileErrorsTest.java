package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.model.Problem;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.Payload;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the compiler refuses: everything at once, each mistake with its atom and a remedy. */
class CompileErrorsTest {
  private static final Payload NO_INPUTS =
      Payload.of(dev.portage.store.Json.mapper().createObjectNode());

  private record Pair(Slot<?> provided, Slot<?> required) {}

  private static Slot<?> of(Class<?> type) {
    return Slot.of("x", type);
  }

  private static Task gives(String name, Slot<?> slot) {
    return Task.named(name).provides(slot).execute(in -> null);
  }

  private static Task takes(String name, Slot<?> slot) {
    return Task.named(name).requires(slot).run(in -> {});
  }

  private static List<Problem> problems(Flow.Builder flow) {
    Flow built = flow.build();
    FlowCatalog catalog = FlowCatalog.of("f", in -> built);
    DefinitionException refused =
        catchThrowableOfType(
            DefinitionException.class, () -> catalog.newborn("f", NO_INPUTS).orElseThrow());
    return refused == null ? List.of() : refused.problems();
  }

  static List<Pair> fitting() {
    return List.of(
        new Pair(of(String.class), of(String.class)),
        new Pair(of(String.class), of(CharSequence.class)),
        new Pair(of(String.class), of(Object.class)),
        new Pair(of(Object.class), of(String.class)),
        new Pair(of(JsonNode.class), of(Problem.class)),
        new Pair(of(Problem.class), of(JsonNode.class)),
        new Pair(of(int.class), of(Integer.class)),
        new Pair(of(Integer.class), of(long.class)),
        new Pair(of(Long.class), of(BigInteger.class)),
        new Pair(of(Long.class), of(BigDecimal.class)),
        new Pair(of(Double.class), of(BigDecimal.class)),
        new Pair(of(Integer.class), of(Number.class)),
        new Pair(Slot.listOf("x", Integer.class), Slot.listOf("x", Long.class)),
        new Pair(Slot.listOf("x", String.class), of(Collection.class)),
        new Pair(of(List.class), Slot.listOf("x", String.class)),
        new Pair(Slot.mapOf("x", String.class), Slot.mapOf("x", Object.class)));
  }

  static List<Pair> unfitting() {
    return List.of(
        new Pair(of(String.class), of(Integer.class)),
        new Pair(of(Integer.class), of(String.class)),
        new Pair(of(Long.class), of(Integer.class)),
        new Pair(of(BigDecimal.class), of(Double.class)),
        new Pair(of(Double.class), of(Long.class)),
        new Pair(of(Boolean.class), of(String.class)),
        new Pair(of(Problem.class), of(Flow.Link.class)),
        new Pair(Slot.listOf("x", String.class), Slot.listOf("x", Integer.class)),
        new Pair(Slot.listOf("x", String.class), Slot.mapOf("x", String.class)),
        new Pair(Slot.mapOf("x", String.class), of(Problem.class)));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void typesThatFitAreFine(Pair pair) {
    assertThat(
            problems(
                Flow.graph("f").add(takes("b", pair.required())).add(gives("a", pair.provided()))))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("unfitting")
  void typesThatDoNotFitAreRefused(Pair pair) {
    assertThat(
            problems(
                Flow.graph("f").add(takes("b", pair.required())).add(gives("a", pair.provided()))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.subject()).isEqualTo("b");
              assertThat(problem.sentence())
                  .startsWith("reads 'x' as ")
                  .contains(", but a provides it as ");
            });
  }

  @Test
  void typesAreComparedUnderTheNamesOfTheFlowAndForEveryKindOfNeed() {
    Slot<Integer> count = Slot.of("count", Integer.class);
    assertThat(
            problems(
                Flow.linear("f")
                    .add(gives("a", of(String.class)))
                    .add(takes("b", count).in(count, "x"))
                    .add(Task.named("c").optional(count).in(count, "x").run(in -> {}))
                    .add(Task.named("d").defaults(count, 1).in(count, "x").run(in -> {}))
                    .add(
                        Task.named("e")
                            .revertRequires(count)
                            .in(count, "x")
                            .run(in -> {})
                            .revert(in -> {}))
                    .add(Task.named("f").inject(count, 1).run(in -> {}))))
        .extracting(Problem::subject)
        .containsExactly("b", "c", "d", "e");
  }

  @Test
  void everyMistakeIsReportedAtOnceWithItsAtomAndARemedy() {
    Slot<String> y = Slot.of("y", String.class);
    List<Problem> all =
        problems(
            Flow.graph("f")
                .add(gives("a", of(String.class)))
                .add(takes("mismatch", of(Integer.class)))
                .add(takes("missing", Slot.of("nowhere", String.class)))
                .add(gives("one", y))
                .add(gives("two", y))
                .add(takes("ambiguous", y))
                .add(Task.named("_TaskFlow_reserved").run(in -> {}))
                .add(Task.named("bodiless"))
                .add(Flow.linear("g").add(Task.named("twice").run(in -> {})).build())
                .add(Task.named("twice").run(in -> {})));
    assertThat(all).allSatisfy(problem -> assertThat(problem.remedy()).isNotBlank());
    assertThat(all)
        .extracting(Problem::subject)
        .contains("mismatch", "missing", "ambiguous", "_TaskFlow_reserved", "bodiless", "twice");
  }

  @Test
  void aCycleIsReportedBesideOtherMistakes() {
    Slot<String> z = Slot.of("z", String.class);
    List<Problem> all =
        problems(
            Flow.graph("f")
                .add(gives("a", of(String.class)))
                .add(takes("mismatch", of(Integer.class)))
                .add(gives("before", z))
                .add(takes("after", z))
                .link("after", "before"));
    assertThat(all)
        .anySatisfy(problem -> assertThat(problem.subject()).isEqualTo("mismatch"))
        .anySatisfy(
            problem ->
                assertThat(problem.sentence()).contains("cycle").contains("before", "after"));
  }
}

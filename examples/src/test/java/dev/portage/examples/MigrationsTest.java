package dev.portage.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowRefusedException;
import dev.portage.engine.FlowResult;
import dev.portage.engine.FlowStepper;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.MigratingAdmission;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the guide says of each change is so: refused without a book, carried over with it. */
class MigrationsTest {
  private static final FlowId ID = FlowId.of("flow-1");

  private final FlowStore store = new MemoryFlowStore(InstantSource.system());

  private static Arguments change(
      Supplier<Flow> old, int done, Supplier<Flow> now, Consumer<BookBuilder> book, String code) {
    return Arguments.of(old, done, now, book, code);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change(Migrations::order, 2, Migrations::withCheck, Migrations::added, "LATE01"),
        change(Migrations::order, 2, Migrations::withoutShipping, Migrations::removed, "LEAK01"),
        change(Migrations::order, 1, Migrations::byCard, Migrations::renamed, "RERUN01"),
        change(Migrations::volume, 1, Migrations::inMegabytes, Migrations::bumped, "DATA03"),
        change(Migrations::order, 2, Migrations::pickedAndPacked, Migrations::split, "LEAK01"),
        change(
            Migrations::pickedAndPacked,
            3,
            Migrations::shippedAtOnce,
            Migrations::merged,
            "LEAK01"),
        change(Migrations::order, 1, Migrations::withNetwork, Migrations::retyped, "DATA03"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void isRefusedWithoutABookAndFinishedWithIt(
      Supplier<Flow> old, int done, Supplier<Flow> now, Consumer<BookBuilder> book, String code)
      throws InterruptedException {
    storedUpTo(old.get(), done);
    assertThatThrownBy(() -> resumed(now, empty -> {}))
        .isInstanceOf(FlowRefusedException.class)
        .hasMessageContaining(code);
    assertThat(resumed(now, book).state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void aTaskThatIsAddedAheadOfTheFlowNeedsNoWord() throws InterruptedException {
    storedUpTo(Migrations.order(), 1);
    assertThat(resumed(Migrations::withCheck, empty -> {}).state()).isEqualTo(FlowState.SUCCESS);
  }

  private void storedUpTo(Flow flow, int done) throws InterruptedException {
    try (Engine engine =
        Engine.open(store, FlowCatalog.of(flow.name(), in -> flow), EngineOptions.defaults())) {
      engine.enqueue(flow.name(), ID, in -> {});
      try (FlowStepper stepper = engine.stepwise(ID)) {
        for (int i = 0; i < done; i++) {
          stepper.step();
        }
      }
    }
  }

  private FlowResult resumed(Supplier<Flow> now, Consumer<BookBuilder> book)
      throws InterruptedException {
    String name = now.get().name();
    dev.portage.migration.Migrations books = dev.portage.migration.Migrations.of(name, book);
    EngineOptions options =
        EngineOptions.defaults()
            .withAdmission(new MigratingAdmission(books, InstantSource.system(), "the guide"));
    try (Engine engine = Engine.open(store, FlowCatalog.of(name, in -> now.get()), options)) {
      return engine.resume(ID).await();
    }
  }
}

package dev.portage.migration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Stamp;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flow is born with the steps that its code has, so that none of them is taken again. */
class BirthStampTest {
  private final FlowStore store = new MemoryFlowStore(InstantSource.system());

  private Stamp bornUnder(Migrations migrations) {
    Flow flow = Flow.linear("order").add(Task.named("a").run(in -> {})).build();
    MigratingAdmission admission =
        new MigratingAdmission(migrations, InstantSource.system(), "birth");
    try (Engine engine =
        Engine.open(
            store,
            FlowCatalog.of("order", in -> flow),
            EngineOptions.defaults().withAdmission(admission))) {
      engine.enqueue("order", FlowId.of("1"), in -> {});
    }
    return store.load(FlowId.of("1")).orElseThrow().header().shape().stamp();
  }

  @Test
  void isThatOfTheHeadsOfTheBook() {
    Migrations books =
        Migrations.of(
            "order",
            book ->
                book.step("old", s -> s.drop("x"))
                    .step("new", s -> s.after("old").drop("y"))
                    .step("other", s -> s.drop("z")));
    assertThat(bornUnder(books)).isEqualTo(Stamp.of(List.of("new", "other")));
  }

  @Test
  void isNoneWithoutABook() {
    assertThat(bornUnder(Migrations.none())).isEqualTo(Stamp.NONE);
  }
}

package dev.portage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.migration.Verdict;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.ForwardingStore;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Payload;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is stored is looked at before an application starts, if it asks for that. */
class StartCheckTest {
  private static final Flow OLD =
      Flow.linear("order").add(task("reserve")).add(task("charge")).build();
  private static final Flow NEW =
      Flow.linear("order").add(task("reserve")).add(task("charge-card")).build();

  private final MemoryFlowStore memory = new MemoryFlowStore();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final FlowStore store =
      new ForwardingStore() {
        @Override
        public FlowStore behind() {
          return memory;
        }

        @Override
        public void close() {
          closed.set(true);
        }
      };

  private static Task task(String name) {
    return Task.named(name).run(in -> {});
  }

  private record Module(Flow flow, Migrations migrations) implements FlowModule {
    @Override
    public FlowCatalog catalog() {
      return FlowCatalog.of("order", in -> flow);
    }
  }

  private static FlowModule module(Consumer<BookBuilder> book) {
    return new Module(NEW, Migrations.of("order", book));
  }

  private void submit(String... ids) {
    try (Engine engine =
        Engine.open(memory, FlowCatalog.of("order", in -> OLD), EngineOptions.defaults())) {
      for (String id : ids) {
        engine.enqueue("order", FlowId.of(id), in -> {});
      }
    }
  }

  private Portage open(FlowModule module, StartCheck check) {
    return Portage.open(store, module, EngineOptions.defaults(), check);
  }

  @Test
  void stuckFlowsKeepAnApplicationFromStarting() {
    submit("a", "b");
    FlowModule strict = module(BookBuilder::strict);

    StuckFlowsException refused =
        catchThrowableOfType(StuckFlowsException.class, () -> open(strict, StartCheck.FAIL_FAST));

    assertThat(refused)
        .hasMessageContaining("not started: of the unfinished flows in memory, 2 are stuck")
        .hasMessageContaining("order " + Shape.of(OLD).fingerprint().brief())
        .hasMessageContaining("2 flows stuck, such as 'a'")
        .hasMessageContaining("charge")
        .hasMessageContaining("portage new");
    assertThat(refused.report().stuckFlows()).isEqualTo(2);
    assertThat(closed).isTrue();
    assertThat(memory.load(FlowId.of("a")).orElseThrow().header().revision()).isEqualTo(1);
  }

  @Test
  void aReportAloneKeepsNothingFromStarting() {
    submit("a");
    try (Portage portage = open(module(BookBuilder::strict), StartCheck.REPORT)) {
      StartReport report = Objects.requireNonNull(portage.startReport());
      assertThat(report.stuck()).hasSize(1);
      assertThat(report.isClean()).isFalse();
      assertThat(report.text()).contains("1 flow stuck");
    }
  }

  @Test
  void whatCanBeMigratedMayStart() throws InterruptedException {
    submit("a");
    FlowModule renamed = module(b -> b.step("card", s -> s.rename("charge", "charge-card")));
    try (Portage portage = open(renamed, StartCheck.FAIL_FAST)) {
      StartReport report = Objects.requireNonNull(portage.startReport());
      assertThat(report.isClean()).isTrue();
      assertThat(report.text()).isEmpty();
      assertThat(report.of(Verdict.PENDING)).hasSize(1);
      portage.resume(FlowId.of("a")).await().orThrow();
    }
    try (Portage portage = open(renamed, StartCheck.FAIL_FAST)) {
      StartReport report = Objects.requireNonNull(portage.startReport());
      assertThat(report.forecasts()).as("finished flows carry no obligation").isEmpty();
    }
  }

  @Test
  void flowsOfOthersAreTheirOwnersBusiness() {
    submit("a");
    FlowModule other =
        new FlowModule() {
          @Override
          public FlowCatalog catalog() {
            return FlowCatalog.of("refund", in -> NEW);
          }
        };
    try (Portage portage = open(other, StartCheck.FAIL_FAST)) {
      StartReport report = Objects.requireNonNull(portage.startReport());
      assertThat(report.of(Verdict.UNKNOWN)).hasSize(1);
      assertThat(report.text()).contains("unknown", "this code has no flow 'order'");
    }
  }

  @Test
  void aFlowThatNobodyCanReadKeepsNothingFromStarting() {
    FlowHeader.Key key = new FlowHeader.Key(FlowId.of("broken"), "order", "");
    Payload sealed = new Payload("vendor/7", new byte[] {1});
    FlowWrite.Head head =
        new FlowWrite.Head(FlowState.SUSPENDED, sealed, null, Shape.of(OLD), null);
    memory
        .commit(
            new FlowWrite(
                key,
                FlowWrite.Expected.ABSENT,
                head,
                List.of(),
                List.of(),
                LeaseChange.keep(),
                null))
        .join();
    try (Portage portage = open(module(BookBuilder::strict), StartCheck.FAIL_FAST)) {
      StartReport report = Objects.requireNonNull(portage.startReport());
      assertThat(report.unreadable()).hasSize(1);
      assertThat(report.isClean()).isFalse();
      assertThat(report.text()).contains("such as 'broken'", "cannot be read");
    }
  }

  @Test
  void whereNobodyAsksNothingIsLookedAt() {
    submit("a");
    try (Portage portage = Portage.open(store, module(BookBuilder::strict))) {
      assertThat(portage.startReport()).isNull();
    }
  }
}

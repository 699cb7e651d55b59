package dev.portage.testkit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowFactory;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.FindingCode;
import dev.portage.model.Flow;
import dev.portage.model.Inputs;
import dev.portage.model.Retry;
import dev.portage.model.RetryHistory;
import dev.portage.model.RetryStrategy;
import dev.portage.model.Task;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The points about flows on their way find the book or the flow that breaks their promise. */
class FlowMigrationFrontiersTest {
  @TempDir private Path directory;

  private Setup setup(Flow before, FlowFactory today, Consumer<BookBuilder> book) {
    return Recorded.unapproved(new Recorded(directory).setup(before, today, book));
  }

  private Held held(FlowFactory today, Consumer<BookBuilder> book) {
    return Held.of(setup(Orders.before(), today, book));
  }

  private static Flow today(Inputs in) {
    return Orders.today();
  }

  @Test
  void point7FindsWhatIsDoneTwiceAndWhatIsNotUndone() {
    Held held = held(FlowMigrationFrontiersTest::today, BookBuilder::taskflow);
    assertThat(held.points()).containsExactly(7);
    assertThat(held.messages(7))
        .contains("charge was done, and charge-card, which does the same, is executed too")
        .contains("reserve, weigh, charge done", "taskflow: what is gone is forgotten");
    Flow without =
        Flow.linear("order").add(Orders.reserve()).add(Task.named("bill").run(in -> {})).build();
    Flow reverting =
        Flow.linear("order")
            .add(Task.named("allot").run(in -> {}).revert(in -> {}))
            .add(Orders.reserve())
            .build();
    Held lost = Held.of(setup(reverting, in -> without, BookBuilder::taskflow));
    assertThat(lost.points()).containsExactly(7);
    assertThat(lost.messages(7))
        .contains("allot was done and could be reverted, and nothing reverts it any more");
  }

  @Test
  void point7FindsAFlowThatNeverEnds() {
    RetryStrategy forEver =
        new RetryStrategy() {
          @Override
          public Decision onFailure(RetryHistory history, Inputs in) {
            return Decision.RETRY;
          }

          @Override
          public Object execute(RetryHistory history, Inputs in) {
            return 1;
          }

          @Override
          public String describe() {
            return "for ever";
          }
        };
    Flow today =
        Flow.linear("order")
            .retry(Retry.of("again", forEver))
            .add(Task.named("call").run(in -> {}))
            .build();
    Held held = Held.of(setup(today, in -> today, book -> {}));
    assertThat(held.points()).containsExactly(7);
    assertThat(held.messages(7)).contains("does not end", "call fails");
  }

  @Test
  void point8FindsAMapThatGivesSomethingElseEachTime() {
    AtomicLong clock = new AtomicLong();
    Held held =
        held(
            FlowMigrationFrontiersTest::today,
            book -> {
              book.step(
                  "2026-03-02-charge-by-card",
                  s ->
                      s.rename("charge", "charge-card")
                          .version(
                              "charge-card",
                              "1.0",
                              "2.0",
                              out ->
                                  out.putObject("receipt")
                                      .put("network", "at " + clock.incrementAndGet())));
              book.step("2026-03-09-grams", Orders::grams);
            });
    assertThat(held.points()).containsExactly(8);
    assertThat(held.messages(8)).contains("neither the old flow nor the new one", "not pure");
  }

  @Test
  void point9FindsAMapThatNeedsItsOwnThread() {
    ThreadLocal<Long> tenant = new ThreadLocal<>();
    tenant.set(1000L);
    Held held =
        held(
            FlowMigrationFrontiersTest::today,
            book -> {
              book.step(
                  "2026-03-02-charge-by-card",
                  s ->
                      s.rename("charge", "charge-card")
                          .version(
                              "charge-card",
                              "1.0",
                              "2.0",
                              out -> out.putObject("receipt").put("cents", (long) tenant.get())));
              book.step("2026-03-09-grams", Orders::grams);
            });
    assertThat(held.points()).containsExactly(9);
    assertThat(held.messages(9)).contains("migrator").contains("charge done");
  }

  @Test
  void point10FindsAMapThatCannotTakeNull() {
    Held held =
        held(
            FlowMigrationFrontiersTest::today,
            book -> {
              book.step("2026-03-02-charge-by-card", Orders::byCard);
              book.step(
                  "2026-03-09-grams",
                  s ->
                      s.version(
                          "weigh",
                          "1.0",
                          "2.0",
                          out -> out.put("weight", out.get("weight").longValue() * 1000)));
            });
    assertThat(held.points()).containsExactly(10);
    assertThat(held.messages(10)).contains("null in every slot", "weigh");
  }

  @Test
  void point10FindsAWayBackThatLeadsElsewhere() {
    Held held =
        held(
            FlowMigrationFrontiersTest::today,
            book -> {
              book.step("2026-03-02-charge-by-card", Orders::byCard);
              book.step(
                  "2026-03-09-grams",
                  s ->
                      s.version(
                          "weigh",
                          "1.0",
                          "2.0",
                          out -> out.put("weight", out.path("weight").asLong(0) * 1000),
                          back -> back.put("weight", back.path("weight").asLong(0) / 100)));
            });
    assertThat(held.points()).containsExactly(10);
    assertThat(held.messages(10))
        .contains("map back", "weigh holds {\"weight\":10000}", "before {\"weight\":1000}");
  }

  @Test
  void point10KnowsWhatIsTold() {
    Setup setup =
        setup(
            Orders.before(),
            FlowMigrationFrontiersTest::today,
            book -> {
              book.step("2026-03-02-charge-by-card", Orders::byCard);
              book.step(
                  "2026-03-09-grams",
                  s -> s.version("weigh", "1.0", "2.0", out -> {}, back -> back.put("weight", 0)));
            });
    assertThat(Held.of(setup.output("weigh", "1.0", Map.of("weight", 0))).points()).isEmpty();
    Held held = Held.of(setup.output("weigh", "1.0", Map.of("weight", 77)));
    assertThat(held.points()).containsExactly(10);
    assertThat(held.messages(10)).contains("holds {\"weight\":0}, before {\"weight\":77}");
  }

  @Test
  void point10TriesWhatWasRecorded() {
    Setup setup =
        setup(
            Orders.before(),
            FlowMigrationFrontiersTest::today,
            book -> {
              book.step("2026-03-02-charge-by-card", Orders::byCard);
              book.step(
                  "2026-03-09-grams",
                  s ->
                      s.version(
                          "weigh",
                          "1.0",
                          "2.0",
                          out -> {
                            if (out.path("weight").asLong(0) == 3) {
                              throw new IllegalStateException("three is too much");
                            }
                          }));
            });
    assertThat(Held.of(setup).points()).isEmpty();
    Held held = Held.of(setup.fixtures("src/test/resources/orders/flows").value("weight", 1));
    assertThat(held.points()).contains(10);
    assertThat(held.messages(10))
        .contains("as recorded of flow 'order-000412'", "three is too much");
  }

  @Test
  void point11FindsWhatIsFoundAtAnyFrontier() {
    Flow today =
        Flow.linear("order")
            .add(Orders.reserve())
            .add(Task.named("check").run(in -> {}))
            .add(Task.named("ship").run(in -> {}))
            .build();
    Flow before =
        Flow.linear("order")
            .add(Orders.reserve())
            .add(Task.named("ship").run(in -> {}))
            .add(Task.named("bill").run(in -> {}))
            .build();
    Setup setup = setup(before, in -> today, book -> {});
    Held held = Held.of(setup);
    assertThat(held.points()).containsExactly(11);
    assertThat(held.messages(11)).contains("LATE01", "check", "reserve, ship done", ".allow(");
    assertThat(Held.of(setup.allow(FindingCode.LATE01, "they wait")).points()).isEmpty();
  }
}

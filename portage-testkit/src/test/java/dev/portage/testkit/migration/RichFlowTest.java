package dev.portage.testkit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.Part;
import dev.portage.model.Decider;
import dev.portage.model.FanOut;
import dev.portage.model.Flow;
import dev.portage.model.Repetition;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retries, fan-outs, deciders and subflows: the simulation knows them, and finds nothing wrong. */
class RichFlowTest {
  /** What parcels are told apart by. */
  record Parcel(String number, BigDecimal weight) {}

  private static final Slot<List<Parcel>> PARCELS = Slot.listOf("parcels", Parcel.class);
  private static final Slot<Parcel> PARCEL = Slot.of("parcel", Parcel.class);
  private static final Slot<String> LABEL = Slot.of("label", String.class);
  private static final Slot<Long> CENTS = Slot.of("cents", Long.class);
  private static final Slot<Integer> ATTEMPT = Slot.of("attempt", Integer.class);
  private static final Slot<List<String>> HOSTS = Slot.listOf("hosts", String.class);
  private static final Slot<String> HOST = Slot.of("host", String.class);

  @TempDir private Path directory;

  private static Task task(String name) {
    return Task.named(name).run(in -> Orders.outside()).revert(in -> Orders.outside());
  }

  private static Flow flow(String ship, boolean notifies) {
    Flow delivery =
        Flow.linear("delivery")
            .retry(Retry.times("again", 3).provides(ATTEMPT))
            .add(
                Task.named("pack")
                    .provides(PARCELS)
                    .execute(in -> Orders.outside())
                    .revert(in -> Orders.outside()))
            .add(
                Task.named(ship)
                    .each(FanOut.over(PARCELS, PARCEL).keyedBy(Parcel::number))
                    .provides(LABEL)
                    .execute(in -> Orders.outside())
                    .revert(in -> Orders.outside())
                    .repeat(Repetition.upTo(9).pausing(Duration.ofMinutes(1), Duration.ofHours(1))))
            .add(task("sum").requires(ATTEMPT))
            .build();
    Flow payment =
        Flow.graph("payment")
            .retry(Retry.forEachOf("hosts", HOST, HOSTS))
            .add(
                Task.named("charge")
                    .requires(HOST)
                    .provides(CENTS)
                    .execute(in -> Orders.outside())
                    .revert(in -> Orders.outside()))
            .add(task("bonus"))
            .add(task("book"))
            .link("charge", "bonus", Decider.when(CENTS, cents -> cents > 1_000_000))
            .link("charge", "book")
            .build();
    Flow.Builder all =
        Flow.linear("order").add(Flow.unordered("both").add(delivery).add(payment).build());
    return (notifies ? all.add(task("notify")) : all).build();
  }

  private static void book(BookBuilder book) {
    book.step("2026-03-02-send", s -> s.rename("ship", "send"));
  }

  @Test
  void aRichFlowKeepsEveryPromise() {
    Setup setup =
        new Recorded(directory)
            .setup(flow("ship", false), in -> flow("send", true), RichFlowTest::book);
    Held held = Held.of(Recorded.unapproved(setup));
    assertThat(held.points()).as(held.messages(7) + held.messages(11)).isEmpty();
  }

  @Test
  void ofAFanOutThatIsGoneEachAtomIsMissed() {
    Setup setup =
        new Recorded(directory)
            .setup(flow("ship", true), in -> flow("send", true), BookBuilder::taskflow);
    Held held = Held.of(Recorded.unapproved(setup));
    assertThat(held.points()).containsExactly(7);
    assertThat(held.messages(7)).contains("ship[sample-1] was done, and send, which does the same");
  }

  @Test
  void aSplitIsFollowed() {
    Flow before = Flow.linear("order").add(task("ship")).add(task("bill")).build();
    Flow now = Flow.linear("order").add(task("pick")).add(task("pack")).add(task("bill")).build();
    Setup setup =
        new Recorded(directory)
            .setup(
                before,
                in -> now,
                book ->
                    book.step(
                        "2026-03-02-split",
                        s ->
                            s.split(
                                "ship",
                                Part.of("pick", "1.0"),
                                Part.of("pack", "1.0").inherits())));
    assertThat(Held.of(Recorded.unapproved(setup)).points()).isEmpty();
  }

  @Test
  void aWideFlowTakesTheTimeThatItIsGiven() {
    Flow.Builder wide = Flow.unordered("order");
    for (int i = 0; i < 16; i++) {
      wide.add(task("t" + i));
    }
    Flow flow = wide.build();
    Setup setup = new Recorded(directory).setup(flow, in -> flow, book -> {});
    long began = System.nanoTime();
    Held held =
        Held.of(Recorded.unapproved(setup.within(Duration.ofMillis(400)).frontiers(2_000).seed(7)));
    assertThat(held.points()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }
}

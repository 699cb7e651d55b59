package dev.portage.testkit.migration;

import static dev.portage.testkit.migration.MigrationAssertions.fixture;
import static dev.portage.testkit.migration.MigrationAssertions.migrating;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.FindingCode;
import dev.portage.migration.OnDone;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.FlowDocument;
import dev.portage.testkit.migration.Orders.Receipt;
import org.junit.jupiter.api.Test;

/** Assertions about recorded flows hold where they should, and say what was found where not. */
class MigrationAssertionsTest {
  private static final FlowDocument PAID = fixture("orders/flows/order-paid.json");

  private static MigrationAssert paid() {
    return migrating(PAID).to(in -> Orders.today(), Orders::book);
  }

  @Test
  void aPaidOrderIsNotChargedAgain() {
    paid()
        .isReady()
        .keeps("weigh", "charge-card")
        .result(Receipt.class, r -> r.cents() == 4200 && r.network().equals("unknown"))
        .leavesOpen("ship", "notify")
        .thenResumed()
        .ran("ship", "notify")
        .neverRan("reserve", "charge-card", "charge")
        .endedIn(FlowState.SUCCESS)
        .andUndone()
        .equalsOriginal();
  }

  @Test
  void whatFailsLaterIsUndone() {
    paid()
        .thenResumedFailingAt("notify")
        .ran("ship", "notify")
        .reverted("charge-card", "reserve")
        .endedIn(FlowState.REVERTED);
  }

  @Test
  void realBodiesRunWhereThatIsAskedFor() {
    Flow today =
        Flow.linear("order")
            .add(Orders.reserve())
            .add(Task.named("charge").run(in -> {}).revert(in -> {}))
            .add(Task.named("pack").run(in -> {}))
            .build();
    migrating(PAID)
        .to(in -> today, book -> book.step("no-weight", s -> s.drop("weigh", OnDone.FORGET)))
        .isReady()
        .thenResumedForReal()
        .ran("pack")
        .neverRan("charge");
    assertThatThrownBy(() -> paid().thenResumedForReal().endedIn(FlowState.SUCCESS))
        .hasMessageContaining("ended in FAILURE")
        .hasMessageContaining("a body of the application has run");
  }

  @Test
  void whoExpectsTooMuchHearsWhatWasFound() {
    assertThatThrownBy(() -> paid().isRefused())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "flow 'order-000412' (order) is migrated, expected that it is refused")
        .hasMessageContaining("step 2026-03-02-charge-by-card: rename charge -> charge-card")
        .hasMessageContaining("stored:   charge SUCCESS, reserve SUCCESS, weigh SUCCESS");
    assertThatThrownBy(() -> paid().keeps("notify"))
        .hasMessageContaining("does not keep 'notify', which is PENDING");
    assertThatThrownBy(() -> paid().keeps("nonsense"))
        .hasMessageContaining("does not keep 'nonsense', which is not in the code");
    assertThatThrownBy(() -> paid().leavesOpen("charge-card"))
        .hasMessageContaining("does not leave 'charge-card' open, which is SUCCESS");
    assertThatThrownBy(() -> paid().keeps("charge-card").result(Receipt.class, r -> false))
        .hasMessageContaining("its result is not so: Receipt[id=r-1, cents=4200, network=unknown]");
    assertThatThrownBy(() -> paid().keeps("charge-card").result(Long.class, r -> true))
        .hasMessageContaining("cannot be read as Long");
    assertThatThrownBy(() -> paid().thenResumed().ran("notify", "ship"))
        .hasMessageContaining("'ship' is missing")
        .hasMessageContaining("ran:      [ship, notify]");
    assertThatThrownBy(() -> paid().thenResumed().neverRan("ship"))
        .hasMessageContaining("ran [ship]");
    assertThatThrownBy(() -> paid().isCurrent()).hasMessageContaining("expected current");
  }

  @Test
  void aRefusalIsToldByItsCodes() {
    Flow renamed =
        Flow.linear("order")
            .add(Orders.reserve())
            .add(Task.named("measure").provides(Orders.WEIGHT).execute(in -> Orders.outside()))
            .build();
    MigrationAssert refused = migrating(PAID).to(in -> renamed);
    refused.isRefused().with("RERUN01", "LEAK01").with(FindingCode.RERUN01).untouched();
    assertThatThrownBy(refused::isReady)
        .hasMessageContaining("is blocked, expected a plan that is ready")
        .hasMessageContaining("RERUN01")
        .hasMessageContaining("remedy: ");
    assertThatThrownBy(() -> refused.isRefused().with("DATA03"))
        .hasMessageContaining("is refused without [DATA03]; found [")
        .hasMessageContaining("LEAK01");
    assertThatThrownBy(refused::thenResumed).hasMessageContaining("it cannot be resumed");
    migrating(PAID).to(in -> Orders.today(), BookBuilder::strict).isRefused();
  }

  @Test
  void currentFlowsAreTold() {
    migrating(PAID).to(in -> Orders.before()).isCurrent().thenResumed().ran("ship");
  }

  @Test
  void fixturesThatAreNotThereAreTold() {
    assertThatThrownBy(() -> fixture("nowhere.json"))
        .hasMessageContaining("there is no fixture 'nowhere.json'")
        .hasMessageContaining("portage fixture FLOW");
    assertThatThrownBy(
            () -> migrating(PAID).to(Setup.module("refund", in -> Orders.today(), Orders::book)))
        .hasMessageContaining("the code has no flow 'order', which the fixture is of");
  }
}

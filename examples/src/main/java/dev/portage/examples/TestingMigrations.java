package dev.portage.examples;

import static dev.portage.testkit.migration.MigrationAssertions.fixture;
import static dev.portage.testkit.migration.MigrationAssertions.migrating;

import dev.portage.FlowModule;
import dev.portage.Portage;
import dev.portage.StartCheck;
import dev.portage.engine.EngineOptions;
import dev.portage.examples.Migrations.Payment;
import dev.portage.migration.FindingCode;
import dev.portage.model.FlowState;
import dev.portage.testkit.migration.FlowMigrationContract;
import dev.portage.testkit.migration.Setup;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/guide/testing-migrations.md}, which are tests. */
final class TestingMigrations {
  private TestingMigrations() {}

  // guide:begin contract
  static class CheckoutMigrationsTest extends FlowMigrationContract {
    @Override
    protected Setup setup() {
      return Setup.of(new Checkout(new Shop())).lock("flow-shapes.lock");
    }
  }

  // guide:end

  // guide:begin more
  static class MergedTest extends FlowMigrationContract {
    @Override
    protected Setup setup() {
      return Setup.of("order", in -> Migrations.shippedAtOnce(), Migrations::merged)
          .lock("src/test/resources/merged/flow-shapes.lock")
          .output("pick", "1.0", Map.of("slip", "A-17"))
          .allow(FindingCode.MIX01, "what is picked and not packed is finished by the old release");
    }
  }

  // guide:end

  // guide:begin assertions
  static class HalfPaidTest {
    @Test
    void anOrderThatIsPaidIsNotChargedAgain() {
      migrating(fixture("order-half-paid.json"))
          .to(in -> Migrations.withNetwork(), Migrations::retyped)
          .isReady()
          .keeps("charge")
          .result(Payment.class, payment -> payment.network().equals("unknown"))
          .thenResumed()
          .ran("ship", "invoice")
          .neverRan("charge")
          .andUndone()
          .equalsOriginal();
    }

    @Test
    void whatFailsLaterIsUndone() {
      migrating(fixture("order-half-paid.json"))
          .to(in -> Migrations.withNetwork(), Migrations::retyped)
          .thenResumedFailingAt("invoice")
          .reverted("ship")
          .endedIn(FlowState.REVERTED);
    }

    @Test
    void withoutTheStepItIsLeftAlone() {
      migrating(fixture("order-half-paid.json"))
          .to(in -> Migrations.withNetwork())
          .isRefused()
          .with("DATA03")
          .untouched();
    }
  }

  // guide:end

  // guide:begin start
  static Portage start(FlowModule module) {
    return Portage.open(
        "jdbc:sqlite:shop.db", module, EngineOptions.defaults(), StartCheck.FAIL_FAST);
  }
  // guide:end
}

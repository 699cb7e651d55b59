package dev.portage.cli.demo.release2;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.InDoubt;
import dev.portage.migration.Migrations;
import dev.portage.migration.Part;

/**
 * The second release again, now with the migrations for the flows that are under way. A task that
 * was cut off half-way may run again: its idempotency key stays, and the services outside drop
 * requests whose key they have seen.
 */
public final class Release2Migrations implements FlowModule {
  @Override
  public FlowCatalog catalog() {
    return new Release2().catalog();
  }

  @Override
  public Migrations migrations() {
    return Migrations.of("checkout", Release2Migrations::steps);
  }

  private static void steps(BookBuilder book) {
    book.step(
            "charge-by-card",
            step ->
                step.because("charges now carry the card network")
                    .inDoubt(InDoubt.AS_PENDING)
                    .rename("charge", "charge-card")
                    .version("charge-card", "1.0", "2.0", out -> out.put("network", "unknown")))
        .step(
            "split-ship",
            step ->
                step.because("picking and packing are done by two teams")
                    .inDoubt(InDoubt.AS_PENDING)
                    .split(
                        "ship",
                        Part.of("pick", "1.0").output((old, pick) -> pick.put("slip", "none")),
                        Part.of("pack", "1.0").taking("shipment").inherits()))
        .step(
            "no-fraud-check",
            step ->
                step.because("the payment service checks for fraud itself")
                    .inDoubt(InDoubt.AS_PENDING)
                    .drop("fraud-check"));
  }
}

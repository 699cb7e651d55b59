package dev.portage.examples;

import dev.portage.FlowModule;
import dev.portage.Portage;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowResult;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;

/** The example of the README: a flow, how stored ones are carried over, and running one. */
public final class Checkout implements FlowModule {
  static final Slot<String> ORDER = Slot.of("order", String.class);
  static final Slot<Payment> PAYMENT = Slot.of("payment", Payment.class);

  /** What the payment service answers. */
  public record Payment(String id, long cents, String network) {}

  private final Shop shop;

  /** A checkout that works on this shop. */
  public Checkout(Shop shop) {
    this.shop = shop;
  }

  // spotless:off
  // readme:begin
  Flow checkout() {
    return Flow.linear("checkout")
        .add(Task.named("reserve").requires(ORDER)
            .run(in -> shop.reserve(in.get(ORDER)))
            .revert(in -> shop.release(in.get(ORDER))))
        .add(Task.named("charge-card").version(2, 0).requires(ORDER).provides(PAYMENT)
            .execute(in -> shop.charge(in.get(ORDER), in.context().idempotencyKey())))
        .build();
  }

  static void migrations(BookBuilder book) {
    book.step("2026-03-02-charge-by-card", step -> step.because("charges carry the card network")
        .rename("charge", "charge-card")
        .version("charge-card", "1.0", "2.0", out -> out.withObjectProperty("payment").put("network", "unknown")));
  }
  // readme:end
  // spotless:on

  @Override
  public FlowCatalog catalog() {
    return FlowCatalog.of("checkout", inputs -> checkout());
  }

  @Override
  public Migrations migrations() {
    return Migrations.of("checkout", Checkout::migrations);
  }

  /** Runs one checkout on a store in the working directory, and first whatever a crash has left. */
  public static void main(String[] args) throws InterruptedException {
    try (Portage portage = Portage.open("jdbc:sqlite:shop.db", new Checkout(new Shop()))) {
      portage.resumeAll();
      FlowResult result =
          portage.submit("checkout", in -> in.put(ORDER, "order-1")).await().orThrow();
      System.out.println(result.id() + " paid: " + result.get(PAYMENT));
    }
  }
}

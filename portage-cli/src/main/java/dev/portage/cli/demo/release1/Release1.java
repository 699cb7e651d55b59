package dev.portage.cli.demo.release1;

import dev.portage.FlowModule;
import dev.portage.cli.demo.outside.Order;
import dev.portage.cli.demo.outside.Services;
import dev.portage.engine.FlowCatalog;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;

/** The shop as it was first deployed. */
public final class Release1 implements FlowModule {
  static final Slot<Order> ORDER = Slot.of("order", Order.class);
  static final Slot<String> RESERVATION = Slot.of("reservation", String.class);
  static final Slot<String> SCORE = Slot.of("score", String.class);
  static final Slot<String> PAYMENT = Slot.of("payment", String.class);
  static final Slot<String> SHIPMENT = Slot.of("shipment", String.class);

  @Override
  public FlowCatalog catalog() {
    return FlowCatalog.of("checkout", inputs -> checkout(Services.ofProcess()));
  }

  private static Flow checkout(Services services) {
    return Flow.linear("checkout")
        .add(
            Task.named("reserve")
                .requires(ORDER)
                .provides(RESERVATION)
                .execute(in -> services.reserve(in.get(ORDER), in.context().idempotencyKey())))
        .add(
            Task.named("fraud-check")
                .requires(ORDER)
                .provides(SCORE)
                .execute(in -> services.score(in.get(ORDER), in.context().idempotencyKey())))
        .add(
            Task.named("charge")
                .requires(ORDER, RESERVATION)
                .provides(PAYMENT)
                .execute(in -> services.charge(in.get(ORDER), in.context().idempotencyKey())))
        .add(
            Task.named("ship")
                .requires(ORDER, PAYMENT)
                .provides(SHIPMENT)
                .execute(in -> services.ship(in.get(ORDER), in.context().idempotencyKey())))
        .build();
  }
}

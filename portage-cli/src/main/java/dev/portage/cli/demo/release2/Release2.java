package dev.portage.cli.demo.release2;

import dev.portage.FlowModule;
import dev.portage.cli.demo.outside.Order;
import dev.portage.cli.demo.outside.Services;
import dev.portage.engine.FlowCatalog;
import dev.portage.model.Flow;
import dev.portage.model.Outputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;

/**
 * The shop after a change: {@code charge} has become {@code charge-card} and tells the network,
 * {@code ship} has become {@code pick} and {@code pack}, {@code fraud-check} is gone, {@code
 * notify} is new. Nobody has thought of the flows that are under way.
 */
public final class Release2 implements FlowModule {
  static final Slot<Order> ORDER = Slot.of("order", Order.class);
  static final Slot<String> RESERVATION = Slot.of("reservation", String.class);
  static final Slot<String> PAYMENT = Slot.of("payment", String.class);
  static final Slot<String> NETWORK = Slot.of("network", String.class);
  static final Slot<String> SLIP = Slot.of("slip", String.class);
  static final Slot<String> SHIPMENT = Slot.of("shipment", String.class);
  static final Slot<String> MESSAGE = Slot.of("message", String.class);

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
            Task.named("charge-card")
                .version(2, 0)
                .requires(ORDER, RESERVATION)
                .provides(PAYMENT, NETWORK)
                .execute(
                    in ->
                        Outputs.of(
                                PAYMENT,
                                services.charge(in.get(ORDER), in.context().idempotencyKey()))
                            .and(NETWORK, "visa")))
        .add(
            Task.named("pick")
                .requires(ORDER, RESERVATION)
                .provides(SLIP)
                .execute(in -> services.pick(in.get(ORDER), in.context().idempotencyKey())))
        .add(
            Task.named("pack")
                .requires(ORDER, PAYMENT, SLIP)
                .provides(SHIPMENT)
                .execute(in -> services.ship(in.get(ORDER), in.context().idempotencyKey())))
        .add(
            Task.named("notify")
                .requires(ORDER, NETWORK, SHIPMENT)
                .provides(MESSAGE)
                .execute(in -> services.notify(in.get(ORDER), in.context().idempotencyKey())))
        .build();
  }
}

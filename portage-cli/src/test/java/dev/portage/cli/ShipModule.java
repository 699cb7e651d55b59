package dev.portage.cli;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.model.AtomKind;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.List;

/** Code in which the stored task 'ship' is gone, and 'pick' and 'pack' are new. */
public class ShipModule implements FlowModule {
  static final Shape OLD = Shop.shape(Shop.atom("charge", "1.0", "order", "receipt"), ship());

  private static final Slot<String> ORDER = Slot.of("order", String.class);
  private static final Slot<String> RECEIPT = Slot.of("receipt", String.class);
  private static final Slot<String> SLIP = Slot.of("slip", String.class);
  private static final Slot<String> LABEL = Slot.of("label", String.class);

  private static ShapeAtom ship() {
    return new ShapeAtom(
        AtomKind.TASK,
        "ship",
        "1.0",
        ShapeAtom.slotSet(List.of("order")),
        ShapeAtom.slotSet(List.of("label", "slip")),
        ShapeAtom.Traits.UNKNOWN);
  }

  @Override
  public FlowCatalog catalog() {
    return FlowCatalog.of(
        "checkout",
        inputs ->
            Flow.linear("checkout")
                .add(task("charge", ORDER, RECEIPT))
                .add(task("pick", ORDER, SLIP))
                .add(task("pack", SLIP, LABEL))
                .build());
  }

  private static Task task(String name, Slot<?> requires, Slot<?>... provides) {
    return Task.named(name).requires(requires).provides(provides).execute(in -> name);
  }

  /** The same with a step for what was before. */
  public static final class WithBook extends ShipModule {
    @Override
    public Migrations migrations() {
      return Migrations.of(
          "checkout", book -> book.step("2026-05-01-bill", step -> step.rename("bill", "charge")));
    }
  }

  /** What the code says itself of a former name, and a higher version. */
  public static final class Sure extends ShipModule {
    @Override
    public FlowCatalog catalog() {
      return FlowCatalog.of(
          "checkout",
          inputs ->
              Flow.linear("checkout")
                  .add(task("charge", ORDER, RECEIPT).version(2, 0))
                  .add(task("send", ORDER, SLIP, LABEL).formerly("ship"))
                  .build());
    }
  }

  /** Both tasks are one. */
  public static final class Merged extends ShipModule {
    @Override
    public FlowCatalog catalog() {
      return FlowCatalog.of(
          "checkout",
          inputs -> Flow.linear("checkout").add(task("sell", ORDER, LABEL, RECEIPT, SLIP)).build());
    }
  }
}

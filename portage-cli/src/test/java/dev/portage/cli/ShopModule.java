package dev.portage.cli;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;

/** The code of {@link Shop#NEW}, with the migration from {@link Shop#OLD}. */
public class ShopModule implements FlowModule {
  private static final Slot<Object> ORDER = Slot.of("order", Object.class);
  private static final Slot<Object> RECEIPT = Slot.of("receipt", Object.class);

  @Override
  public FlowCatalog catalog() {
    return FlowCatalog.of(
        "checkout",
        inputs ->
            Flow.linear("checkout")
                .add(task("reserve", ORDER, "reservation"))
                .add(task("charge-card", ORDER, "receipt").version(2, 0))
                .add(task("notify", RECEIPT, "mail"))
                .build());
  }

  private static Task task(String name, Slot<?> requires, String provides) {
    return Task.named(name)
        .requires(requires)
        .provides(Slot.of(provides, String.class))
        .execute(in -> name);
  }

  @Override
  public Migrations migrations() {
    return Migrations.of(
        "checkout",
        book ->
            book.step(
                "charge-by-card",
                step ->
                    step.because("charges now carry the card network")
                        .rename("charge", "charge-card")
                        .version(
                            "charge-card", "1.0", "2.0", out -> out.put("network", "unknown"))));
  }

  /** The same code without a migration. */
  public static final class WithoutBook extends ShopModule {
    @Override
    public Migrations migrations() {
      return Migrations.none();
    }
  }

  /** Code that cannot be loaded. */
  public static final class Broken extends ShopModule {
    @Override
    public FlowCatalog catalog() {
      throw new IllegalStateException("no configuration");
    }
  }

  /** A flow with a mistake in it. */
  public static final class Mistaken extends ShopModule {
    @Override
    public FlowCatalog catalog() {
      return FlowCatalog.of("a[b]", inputs -> Flow.linear("x").build());
    }
  }
}

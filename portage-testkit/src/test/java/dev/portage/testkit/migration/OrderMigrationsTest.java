package dev.portage.testkit.migration;

/** The right book keeps every promise. */
class OrderMigrationsTest extends FlowMigrationContract {
  @Override
  protected Setup setup() {
    return Setup.of("order", in -> Orders.today(), Orders::book)
        .lock("src/test/resources/orders/flow-shapes.lock");
  }
}

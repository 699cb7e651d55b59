package dev.portage.benchmarks;

import dev.portage.benchmarks.OrderEngine.Version;
import java.util.List;

/** Orders in a BPMN engine: it runs one to where they wait, the others are copies of its rows. */
record BpmnFleet(OrderEngine engine, Server.Database database) implements FleetPeer {
  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public String setup() {
    return engine.setup();
  }

  @Override
  public void fill(int orders) throws Exception {
    try (InstanceCopies copies = InstanceCopies.open(database)) {
      copies.empty();
      String first = engine.start();
      List<String> tasks = OrderBpmn.OLD;
      tasks
          .subList(0, tasks.indexOf(OrderBpmn.WAITING))
          .forEach(task -> engine.complete(first, task));
      copies.fill(orders);
    }
    expect(orders, engine.count(Version.OLD), "of the old version before the release");
  }

  @Override
  public void migrate(int orders) throws Exception {
    engine.migrate();
  }

  @Override
  public void verify(int orders) {
    expect(0, engine.count(Version.OLD), "of the old version after the release");
    expect(orders, engine.count(Version.NEW), "of the new version");
    expect(orders, engine.countWaiting(OrderBpmn.WAITING), "that wait where they did");
    String one = engine.any();
    List<String> tasks = OrderBpmn.NEW;
    tasks
        .subList(tasks.indexOf(OrderBpmn.WAITING), tasks.size())
        .forEach(task -> engine.complete(one, task));
    expect(orders - 1, engine.count(Version.NEW), "after one has come to its end");
  }

  private void expect(long expected, long found, String what) {
    if (found != expected) {
      throw new IllegalStateException(
          name() + ": expected " + expected + " orders " + what + ", found " + found);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}

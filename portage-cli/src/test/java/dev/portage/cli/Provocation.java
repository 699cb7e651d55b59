package dev.portage.cli;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Migrations;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.LeaseChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A stored flow, and code and migrations that a finding is to be said of. */
final class Provocation {
  private static final AtomicReference<Provocation> CURRENT = new AtomicReference<>();

  final FindingCode code;
  final Flow now;
  private final Shop shop = new Shop();
  private final List<Flow> stored = new ArrayList<>();
  private FlowState state = FlowState.SUSPENDED;
  private AtomRecord[] rows = {};
  Consumer<BookBuilder> book = none -> {};
  String verb = "plan";

  private Provocation(FindingCode code, Flow now) {
    this.code = code;
    this.now = now;
  }

  /** A flow that was stored, and is this in the code. */
  static Provocation of(FindingCode code, Flow stored, Flow now) {
    return new Provocation(code, now).and(stored);
  }

  /** One more stored flow. */
  Provocation and(Flow flow) {
    stored.add(flow);
    return this;
  }

  Provocation at(AtomRecord... some) {
    rows = some;
    return this;
  }

  Provocation in(FlowState other) {
    state = other;
    return this;
  }

  Provocation with(Consumer<BookBuilder> steps) {
    book = steps;
    return this;
  }

  Provocation by(String other) {
    verb = other;
    return this;
  }

  /** Stores the flows: all are of one kind, and only the first has gone anywhere. */
  Shop store() {
    for (int n = 0; n < stored.size(); n++) {
      shop.submit("order-" + (n + 1), Shape.of(stored.get(n)));
    }
    shop.change("order-1", Shape.of(stored.get(0)), state, LeaseChange.keep(), rows);
    return shop;
  }

  /** Makes it what the class path has. */
  void deploy() {
    CURRENT.set(this);
  }

  @Override
  public String toString() {
    return code.name();
  }

  /** The code of the provocation at hand. */
  public static final class Module implements FlowModule {
    @Override
    public FlowCatalog catalog() {
      Flow now = CURRENT.get().now;
      return FlowCatalog.of("checkout", inputs -> now);
    }

    @Override
    public Migrations migrations() {
      return Migrations.of("checkout", CURRENT.get().book);
    }
  }
}

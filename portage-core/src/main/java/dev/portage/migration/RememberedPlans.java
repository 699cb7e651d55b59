package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import dev.portage.store.ShapeRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Plans that are made once for all flows of one shape, stamp and target, by the lineage as it is
 * then. Thread-safe.
 */
final class RememberedPlans implements Assessor.Plans {
  private final FlowReader reader;
  private final Migrations migrations;
  private final Map<Way, Plan> plans = new ConcurrentHashMap<>();

  private record Way(String flow, ShapeRef from, String to) {}

  RememberedPlans(FlowReader reader, Migrations migrations) {
    this.reader = reader;
    this.migrations = migrations;
  }

  @Override
  public Plan plan(FlowRecord stored, Target target) {
    String flow = stored.header().flow();
    Way way = new Way(flow, stored.header().shape(), target.shape().digest());
    return plans.computeIfAbsent(way, first -> make(flow, stored, target));
  }

  private Plan make(String flow, FlowRecord stored, Target target) {
    MigrationBook book = migrations.book(flow);
    return new Outlook(book, Lineage.of(reader, flow, book)).plan(stored, target);
  }
}

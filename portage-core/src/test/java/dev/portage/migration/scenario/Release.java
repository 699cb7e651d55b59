package dev.portage.migration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.ResumeOptions;
import dev.portage.engine.ResumeReport;
import dev.portage.migration.Forecast;
import dev.portage.migration.Forecasts;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.model.Flow;
import dev.portage.shape.Shape;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import java.time.Duration;

/** A release at work on the lab's store. */
final class Release {
  private final Lab lab;
  private final FlowCatalog catalog;
  private final Migrations migrations;
  private final MigratingAdmission admission;

  Release(Lab lab, Flow flow, Migrations migrations) {
    this(lab, FlowCatalog.of(Lab.FLOW, in -> flow), migrations);
  }

  Release(Lab lab, FlowCatalog catalog, Migrations migrations) {
    this(lab, catalog, migrations, new MigratingAdmission(migrations, lab.clock, "lab"));
  }

  private Release(
      Lab lab, FlowCatalog catalog, Migrations migrations, MigratingAdmission admission) {
    this.lab = lab;
    this.catalog = catalog;
    this.migrations = migrations;
    this.admission = admission;
  }

  Release pinned() {
    return new Release(lab, catalog, migrations, admission.pinned());
  }

  Engine engine() {
    EngineOptions options =
        EngineOptions.defaults().withParallelism(1).withClock(lab.clock).withAdmission(admission);
    return Engine.open(lab.store, catalog, options);
  }

  FlowId bears(String id) {
    try (Engine engine = engine()) {
      return engine.enqueue(Lab.FLOW, FlowId.of(id), in -> {});
    }
  }

  /** Looks for work once, and does it. */
  ResumeReport works() throws InterruptedException {
    try (Engine engine = engine()) {
      ResumeReport report = engine.resumeAll(ResumeOptions.defaults().withSuspended());
      assertThat(report.awaitAll(Duration.ofSeconds(30))).isPresent();
      return report;
    }
  }

  Outcome migrates(FlowId id) {
    return new Migrator(lab.store, catalog, migrations, new Migrator.Who("lab", lab.clock))
        .migrate(id);
  }

  Forecast forecast(Flow stored) {
    return new Forecasts(lab.store, catalog, migrations)
        .forecast(FlowQuery.unfinished().shaped(Shape.of(stored).fingerprint().hex()))
        .get(0);
  }
}

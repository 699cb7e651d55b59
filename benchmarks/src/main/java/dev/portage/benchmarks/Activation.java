package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.engine.Admission;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.migration.MigratingAdmission;
import dev.portage.migration.Migrations;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * What the question whether a stored flow is still what the code says adds to resuming it, where
 * the answer is yes. A resume is as in {@link EngineResume}.
 */
final class Activation implements Benchmark {
  private static final double MOST = 0.01;
  private static final int CHECKS = 1_000;

  @Override
  public List<Figure> run(Size size) throws Exception {
    Admission admission =
        new MigratingAdmission(Migrations.none(), InstantSource.system(), "benchmark");
    try (HalfDone stored = HalfDone.create(size.tasks(), 1);
        Engine engine = stored.engine(EngineOptions.defaults().withAdmission(admission))) {
      FlowId id = HalfDone.id(0);
      FlowRecord record = stored.store().load(id).orElseThrow();
      FlowCatalog catalog = stored.catalog();
      Target target = catalog.target(HalfDone.FLOW, record.header().inputs()).orElseThrow();
      Map<String, Samples> took =
          new Rounds()
              .add("check", () -> check(admission, record, target))
              .add("resume", () -> EngineResume.resume(stored, engine, id))
              .run(size.rounds());
      return List.of(
          Figure.of(
              "admission of a current flow of " + size.tasks() + " tasks beside its resume",
              Amount.of("check", took.getOrDefault("check", new Samples(0)), CHECKS * 1e3, "us"),
              Amount.of("resume", took.getOrDefault("resume", new Samples(0)), 1e3, "us"),
              Bar.atMost(MOST)));
    }
  }

  private static long check(Admission admission, FlowRecord record, Target target)
      throws Exception {
    return Rounds.time(
        () -> {
          for (int i = 0; i < CHECKS; i++) {
            if (admission.admit(record, target).exchange() != null) {
              throw new IllegalStateException("a current flow was to be migrated");
            }
          }
        });
  }
}

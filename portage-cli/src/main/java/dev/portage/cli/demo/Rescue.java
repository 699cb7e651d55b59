package dev.portage.cli.demo;

import dev.portage.model.FlowState;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStores;
import dev.portage.store.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What became of the flows when release 2 came with migrations.
 *
 * @param tried how many were carried over at first
 * @param run under which the journal has that
 * @param undone how many of them were then taken back
 * @param isUndoExact whether every task was then stored as it had been
 * @param migrated how many were carried over for good
 * @param resumed how many a fresh process went on with
 * @param finished how many of all flows are done in the end
 */
record Rescue(
    int tried,
    String run,
    int undone,
    boolean isUndoExact,
    int migrated,
    int resumed,
    int finished) {
  private static final String RELEASE = "release-2-migrations";

  /** Carries the flows over, back, and over again, then runs them to their end. */
  static Rescue play(DemoFiles files, DemoSetting setting, Stage stage) {
    StoreRows before = tasks(files);
    JsonNode first = migrate(files, stage);
    String run = first.path("run").asString("");
    JsonNode undo = portage(files, stage, "undo", "--run", run, "--yes");
    boolean exact = tasks(files).equals(before);
    JsonNode second = migrate(files, stage);
    JsonNode said;
    try (DemoProcess process = DemoProcess.start(files, RELEASE, setting.seed() + 1)) {
      said = process.finish();
    }
    return new Rescue(
        first.path("migrated").asInt(),
        run,
        undo.path("undone").asInt(),
        exact,
        second.path("migrated").asInt(),
        said.path("resumed").asInt(),
        finished(files));
  }

  private static StoreRows tasks(DemoFiles files) {
    return StoreRows.of(files, "portage_atom"::equals);
  }

  private static JsonNode migrate(DemoFiles files, Stage stage) {
    return portage(files, stage, "migrate", "--plan", files.plan().toString());
  }

  private static JsonNode portage(DemoFiles files, Stage stage, String... verb) {
    List<String> arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(List.of("-o", "json", "--store", files.storeUrl()));
    arguments.addAll(List.of("--class-path", files.jar(RELEASE).toString()));
    return Json.mapper().readTree(stage.portage(arguments.toArray(String[]::new)));
  }

  private static int finished(DemoFiles files) {
    try (FlowReader reader = FlowStores.openForReading(files.storeUrl())) {
      return (int)
          reader.find(FlowQuery.all().in(FlowQuery.Scope.FINISHED)).stream()
              .filter(header -> header.state() == FlowState.SUCCESS)
              .count();
    }
  }
}

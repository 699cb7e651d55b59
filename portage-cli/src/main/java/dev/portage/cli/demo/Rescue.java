package dev.portage.cli.demo;

import dev.portage.model.FlowState;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStores;
import dev.portage.store.Json;
import tools.jackson.databind.JsonNode;

/**
 * What became of the flows when release 2 came with migrations.
 *
 * @param migrated how many were carried over
 * @param resumed how many a fresh process went on with
 * @param finished how many of all flows are done in the end
 */
record Rescue(int migrated, int resumed, int finished) {

  /** Carries the flows over with the command, then runs them to their end. */
  static Rescue play(DemoFiles files, DemoSetting setting, Stage stage) {
    String release = "release-2-migrations";
    String answer =
        stage.portage(
            "migrate",
            "--yes",
            "-o",
            "json",
            "--store",
            files.storeUrl(),
            "--class-path",
            files.jar(release).toString());
    int migrated = Json.mapper().readTree(answer).path("migrated").asInt();
    JsonNode said;
    try (DemoProcess process = DemoProcess.start(files, release, setting.seed() + 1)) {
      said = process.finish();
    }
    return new Rescue(migrated, said.path("resumed").asInt(), finished(files));
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

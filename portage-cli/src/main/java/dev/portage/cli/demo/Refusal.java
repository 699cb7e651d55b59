package dev.portage.cli.demo;

import tools.jackson.databind.JsonNode;

/**
 * What became of the flows when release 2 came without migrations.
 *
 * @param refused how many it refused
 * @param resumed how many it ran
 * @param why what it said of the first
 * @param before what was in the database before, reasons of refusals aside
 * @param after and afterwards
 */
record Refusal(int refused, int resumed, String why, StoreRows before, StoreRows after) {

  static Refusal play(DemoFiles files, DemoSetting setting) {
    StoreRows before = allButReasons(files);
    JsonNode said;
    try (DemoProcess process = DemoProcess.start(files, "release-2", setting.seed())) {
      said = process.finish();
    }
    return new Refusal(
        said.path("refused").asInt(),
        said.path("resumed").asInt(),
        said.path("why").asString(""),
        before,
        allButReasons(files));
  }

  private static StoreRows allButReasons(DemoFiles files) {
    return StoreRows.of(files, table -> !table.equals("portage_refusal"));
  }

  boolean isUntouched() {
    return before.equals(after);
  }
}

package dev.portage.engine;

import dev.portage.store.Json;
import dev.portage.store.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How the progress of an atom is noted beside it: {@code {"progress": {fraction, text, at}}}. */
final class ProgressNote {
  private ProgressNote() {}

  /** The notes with this report in them; others are kept. */
  static Payload in(@Nullable Payload notes, Reports.Report report) {
    ObjectNode all =
        notes != null && notes.tree() instanceof ObjectNode object
            ? object
            : Json.mapper().createObjectNode();
    all.putObject("progress")
        .put("fraction", report.fraction())
        .put("text", report.text())
        .put("at", report.at().toString());
    return Payload.of(all);
  }
}

package dev.portage.cli;

import dev.portage.migration.Plan;
import dev.portage.store.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * No step is needed.
 *
 * @param flow of which flow
 * @param subject of which flows; null if of none
 */
record NothingToDraft(String flow, @Nullable DraftSubject subject) implements Answer {
  private String why() {
    if (subject == null) {
      return "no unfinished flow waits for a step";
    }
    String shape = subject.stored().fingerprint().brief();
    if (subject.plan() instanceof Plan.Newer) {
      return shape + " was written by newer code, and is left alone";
    }
    return subject.isStepped()
        ? shape + " is carried over by the steps of the book"
        : shape + " needs no step: the code has nothing less, and new tasks just run";
  }

  @Override
  public JsonNode json() {
    return Json.mapper()
        .createObjectNode()
        .put("schema", "portage/draft/1")
        .put("type", flow)
        .putNull("step")
        .put("why", why());
  }

  @Override
  public String text(Style style) {
    return Text.line(flow) + ": " + why() + "; nothing was written\n";
  }
}

package dev.portage.cli;

import dev.portage.store.Json;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a check without a store found. */
record LockAnswer(CheckedLock lock) implements Answer {
  @Override
  public ExitCode exit() {
    return ExitCode.worst(lock.exits());
  }

  @Override
  public JsonNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/check/1").put("exit", exit().code());
    root.set("lock", lock.json());
    return root;
  }

  @Override
  public String text(Style style) {
    return lock.text(style) + exit().name().toLowerCase(Locale.ROOT) + "\n";
  }
}

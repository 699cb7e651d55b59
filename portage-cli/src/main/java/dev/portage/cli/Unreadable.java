package dev.portage.cli;

import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** The flows of a store that cannot be read; the others go on. */
record Unreadable(List<CorruptRecordException> flows) {
  private static final int MOST_TOLD = 20;

  Unreadable {
    flows = List.copyOf(flows);
  }

  static Unreadable in(FlowReader reader) {
    return new Unreadable(reader.unreadable(FlowQuery.Scope.UNFINISHED));
  }

  /** Says so for the first of them, and how many more there are: a missing key may hit them all. */
  void warn(OutputOptions output) {
    flows.stream().limit(MOST_TOLD).forEach(flow -> output.warn(String.valueOf(flow.getMessage())));
    if (flows.size() > MOST_TOLD) {
      output.warn(
          Text.count(flows.size() - MOST_TOLD, "more flow")
              + " cannot be read\n  next: -o json lists all");
    }
  }

  ArrayNode json() {
    ArrayNode list = Json.mapper().createArrayNode();
    flows.forEach(flow -> list.addObject().put("flow", flow.flow()).put("why", flow.getMessage()));
    return list;
  }

  ExitCode exit() {
    return flows.isEmpty() ? ExitCode.OK : ExitCode.INTEGRITY;
  }
}

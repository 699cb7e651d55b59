package dev.portage.cli;

import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowReader;
import dev.portage.store.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** The flows of a store that cannot be read; the others go on. */
record Unreadable(List<CorruptRecordException> flows) {
  Unreadable {
    flows = List.copyOf(flows);
  }

  static Unreadable in(FlowReader reader) {
    return new Unreadable(reader.unreadable());
  }

  /** Says so for each of them. */
  void warn(OutputOptions output) {
    flows.forEach(flow -> output.warn(String.valueOf(flow.getMessage())));
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

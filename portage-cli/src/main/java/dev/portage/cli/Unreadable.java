package dev.portage.cli;

import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/**
 * The flows of a store that cannot be read; the others go on.
 *
 * @param flows those that were found
 * @param unseen how many flows were not looked at, since there are so many
 */
record Unreadable(List<CorruptRecordException> flows, long unseen) {
  private static final int MOST_TOLD = 20;

  /** Of more flows it takes longer to read each than to answer what was asked. */
  private static final int MOST_READ = 20_000;

  Unreadable {
    flows = List.copyOf(flows);
  }

  /** Of a store of which nothing is known yet. */
  static Unreadable in(FlowReader reader) {
    return in(reader, reader.census(FlowQuery.unfinished()));
  }

  /** Of a store whose unfinished flows, all of them, were counted so. */
  static Unreadable in(FlowReader reader, List<CensusLine> census) {
    long unfinished = census.stream().mapToLong(CensusLine::unfinished).sum();
    return unfinished > MOST_READ
        ? new Unreadable(List.of(), unfinished)
        : new Unreadable(reader.unreadable(FlowQuery.Scope.UNFINISHED), 0);
  }

  /** Says so for the first of them, and how many more there are: a missing key may hit them all. */
  void warn(OutputOptions output) {
    flows.stream().limit(MOST_TOLD).forEach(flow -> output.warn(String.valueOf(flow.getMessage())));
    if (unseen > 0) {
      output.tell(
          Text.number(unseen)
              + " flows are too many to see at once whether each can be read: "
              + Shell.portage()
              + " verify does");
    }
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

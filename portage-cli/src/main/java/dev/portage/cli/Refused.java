package dev.portage.cli;

import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.Json;
import dev.portage.store.Refusal;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The flows beside which it is noted that they were not activated.
 *
 * @param some at most as many as a page holds
 */
record Refused(List<Refusal> some) {
  private static final int MOST = 1000;

  static Refused in(FlowReader reader, FlowQuery query) {
    return new Refused(reader.refusals(query.limit(MOST)));
  }

  /** A line for people; empty if there are none. */
  String line() {
    if (some.isEmpty()) {
      return "";
    }
    return "\n"
        + Text.count(some.size(), "flow")
        + (some.size() < MOST ? "" : " or more")
        + " refused; why stands beside each: "
        + Shell.portage()
        + " show "
        + Shell.word(Text.line(some.get(0).flow().text()));
  }

  JsonNode json() {
    ObjectNode node = Json.mapper().createObjectNode();
    return node.put("flows", some.size())
        .put("sample", some.isEmpty() ? null : some.get(0).flow().text());
  }
}

package dev.portage.benchmarks;

import java.util.List;

/** The orders of {@link OrderFleet} as a process of user tasks, before and after its release. */
final class OrderBpmn {
  static final String PROCESS = "order";

  /** Where they wait when the release comes. */
  static final String WAITING = "pack";

  static final List<String> OLD = List.of("reserve", "quote", "audit", WAITING, "ship");
  static final List<String> NEW = List.of("hold", "quote", WAITING, "ship", "notify");

  /** What the second task puts out. */
  static final String TOTAL = "{\"euros\":120,\"currency\":\"EUR\"}";

  private OrderBpmn() {}

  /** Its text: these tasks, one after the other. */
  static String process(List<String> tasks) {
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                targetNamespace="peers">
            <process id="%s" isExecutable="true">
            <startEvent id="start"/>
            """
                .formatted(PROCESS));
    String before = "start";
    for (String task : tasks) {
      xml.append("<userTask id=\"" + task + "\"/>\n").append(Bpmn.line(before, task));
      before = task;
    }
    return xml.append("<endEvent id=\"end\"/>\n")
        .append(Bpmn.line(before, "end"))
        .append("</process></definitions>\n")
        .toString();
  }
}

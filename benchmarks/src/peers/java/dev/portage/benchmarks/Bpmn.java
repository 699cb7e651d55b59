package dev.portage.benchmarks;

/** The process that the BPMN engines run: service tasks, one after the other. */
final class Bpmn {
  static final String PROCESS = "steps";

  /** Of the executor of an engine. */
  static final int THREADS = 32;

  /** Callers and executor threads may hold one each while one more is asked for ids. */
  static final int CONNECTIONS = Peer.CALLERS + THREADS + 8;

  private static final String TASK = "step-";

  private Bpmn() {}

  /** Its text; the attributes stand at each task. */
  static String process(String attributes) {
    StringBuilder xml =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                xmlns:flowable="http://flowable.org/bpmn" targetNamespace="peers">
            <process id="%s" isExecutable="true">
            <startEvent id="start"/>
            """
                .formatted(PROCESS));
    String before = "start";
    for (int step = 0; step < Peer.STEPS; step++) {
      xml.append("<serviceTask id=\"" + TASK + step + "\" " + attributes)
          .append(" camunda:delegateExpression=\"${step}\"")
          .append(" flowable:delegateExpression=\"${step}\"/>\n")
          .append(line(before, TASK + step));
      before = TASK + step;
    }
    return xml.append("<endEvent id=\"end\"/>\n")
        .append(line(before, "end"))
        .append("</process></definitions>\n")
        .toString();
  }

  static String line(String from, String to) {
    return "<sequenceFlow id=\"to-%s\" sourceRef=\"%s\" targetRef=\"%s\"/>\n"
        .formatted(to, from, to);
  }

  /** Which step an activity is. */
  static int number(String activity) {
    return Integer.parseInt(activity.substring(TASK.length()));
  }
}

package dev.portage.engine;

import dev.portage.model.Decider;
import dev.portage.model.Flow;
import dev.portage.model.Names;
import dev.portage.model.Part;
import dev.portage.model.Pattern;
import dev.portage.model.Problem;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.shape.Wiring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Mistakes of a flow, all that can be found without its inputs. */
final class FlowChecks {
  private FlowChecks() {}

  static List<Problem> of(Flow flow, Shape shape, Wiring wiring) {
    List<Problem> problems = new ArrayList<>();
    for (ShapeAtom atom : shape.inOrder()) {
      Names.objectionTo(atom.name())
          .ifPresent(why -> problems.add(new Problem(atom.name(), why, "rename the task")));
    }
    problems.addAll(bodies(flow));
    problems.addAll(wiring.problems());
    problems.addAll(TypeChecks.of(flow, wiring));
    return problems;
  }

  /** Tasks without a body, bad names of flows, parts of one flow with one name, stray links. */
  private static List<Problem> bodies(Flow flow) {
    List<Problem> problems = new ArrayList<>();
    check(flow, problems);
    return problems;
  }

  private static void check(Flow flow, List<Problem> problems) {
    Names.objectionTo(flow.name())
        .ifPresent(why -> problems.add(new Problem(flow.name(), why, "rename the flow")));
    if (flow.pattern() != Pattern.GRAPH && !flow.links().isEmpty()) {
      problems.add(
          new Problem(
              flow.name(), "only a graph flow has links", "make it a graph flow, or drop them"));
    }
    checkTarget(flow, problems);
    for (Flow.Link link : flow.links()) {
      decider(flow, link, problems);
    }
    Set<String> subflows = new HashSet<>();
    for (Part part : flow.parts()) {
      if (part instanceof Flow subflow) {
        if (!subflows.add(subflow.name())) {
          problems.add(
              new Problem(subflow.name(), "two parts of one flow have this name", "rename one"));
        }
        check(subflow, problems);
      } else if (part instanceof Task task) {
        if (task.body() == null) {
          problems.add(
              new Problem(task.name(), "has no body", "add .execute(..) or .run(..) to the task"));
        }
        Duration timeout = task.timeout();
        if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
          problems.add(
              new Problem(
                  task.name(),
                  "has a timeout of " + timeout,
                  "give it time, or drop .timeout(..)"));
        }
        problems.addAll(SlotChecks.of(task));
      }
    }
  }

  private static void checkTarget(Flow flow, List<Problem> problems) {
    String target = flow.target();
    if (target == null) {
      return;
    }
    List<String> parts = flow.parts().stream().map(Part::name).toList();
    if (flow.pattern() != Pattern.GRAPH) {
      problems.add(
          new Problem(
              flow.name(),
              "has the target '" + target + "', which only a graph flow can have",
              "make it a graph flow, or drop .target(..)"));
    } else if (!parts.contains(target)) {
      problems.add(
          new Problem(
              flow.name(),
              "has the target '" + target + "', which is none of its parts " + parts,
              "name a part of this very flow, not of one inside it, or drop .target(..)"));
    }
  }

  private static void decider(Flow flow, Flow.Link link, List<Problem> problems) {
    Decider decider = link.decider();
    if (decider == null) {
      return;
    }
    Stream.concat(decider.requires().stream(), decider.optional().stream())
        .map(Slot::name)
        .distinct()
        .forEach(
            name ->
                Names.objectionTo(name)
                    .ifPresent(
                        why ->
                            problems.add(
                                new Problem(
                                    flow.name(),
                                    "the decider of link "
                                        + link.from()
                                        + " -> "
                                        + link.to()
                                        + " reads slot '"
                                        + name
                                        + "': "
                                        + why,
                                    "rename the slot"))));
  }
}

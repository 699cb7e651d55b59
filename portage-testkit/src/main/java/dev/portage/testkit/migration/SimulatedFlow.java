package dev.portage.testkit.migration;

import dev.portage.model.Decider;
import dev.portage.model.Flow;
import dev.portage.model.Part;
import dev.portage.model.Product;
import dev.portage.model.Repetition;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.model.TaskContext;
import dev.portage.shape.Shape;
import dev.portage.testkit.migration.SimulatedRun.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A flow of the same shape whose bodies touch nothing: they note that they ran, and return samples.
 * Deciders let everything run; retries and keys of fan-outs are the flow's own.
 */
final class SimulatedFlow {
  private static final Repetition ONCE = Repetition.upTo(1).pausing(Duration.ZERO, Duration.ZERO);

  private final Samples samples;
  private final Function<String, SimulatedRun> runs;

  private SimulatedFlow(Samples samples, Function<String, SimulatedRun> runs) {
    this.samples = samples;
    this.runs = runs;
  }

  /**
   * The simulation of a flow.
   *
   * @param runs by flow id who is told
   */
  static Flow of(Flow flow, Samples samples, Function<String, SimulatedRun> runs) {
    Flow simulated = new SimulatedFlow(samples, runs).flow(flow);
    if (!Shape.of(simulated).equals(Shape.of(flow))) {
      throw new IllegalStateException("flow '" + flow.name() + "' is not what its simulation is");
    }
    return simulated;
  }

  private Flow flow(Flow real) {
    Flow.Builder flow =
        switch (real.pattern()) {
          case LINEAR -> Flow.linear(real.name());
          case UNORDERED -> Flow.unordered(real.name());
          default -> Flow.graph(real.name());
        };
    if (real.retry() != null) {
      flow.retry(real.retry());
    }
    for (Part part : real.parts()) {
      if (part instanceof Flow subflow) {
        flow.add(flow(subflow));
      } else if (part instanceof Task task) {
        flow.add(task(task));
      }
    }
    for (Flow.Link link : real.links()) {
      Decider decider = link.decider();
      if (decider == null) {
        flow.link(link.from(), link.to());
      } else {
        flow.link(link.from(), link.to(), agreeing(decider));
      }
    }
    return flow.build();
  }

  private static Decider agreeing(Decider real) {
    return Decider.of(in -> true)
        .depth(real.depth())
        .requires(real.requires().toArray(Slot<?>[]::new))
        .optional(real.optional().toArray(Slot<?>[]::new));
  }

  private Task task(Task real) {
    Map<String, JsonNode> returned = new LinkedHashMap<>();
    for (Product product : real.products()) {
      Slot<?> slot = product.slot();
      returned.put(slot.name(), samples.returned(slot, product.to()));
    }
    Task task = real.execute(in -> executed(in.context(), returned));
    if (real.reverts()) {
      task = task.revert(in -> begins(Kind.REVERT, in.context()));
    }
    return real.repetition() == null ? task : task.repeat(ONCE);
  }

  private Object executed(TaskContext context, Map<String, JsonNode> returned) {
    begins(Kind.EXECUTE, context);
    return returned.size() == 1 ? returned.values().iterator().next() : returned;
  }

  private void begins(Kind kind, TaskContext context) {
    runs.apply(context.flowId()).begins(kind, context.task());
  }
}

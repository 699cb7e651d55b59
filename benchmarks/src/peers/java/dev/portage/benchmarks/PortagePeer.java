package dev.portage.benchmarks;

import dev.portage.FlowModule;
import dev.portage.Portage;
import dev.portage.engine.FlowCatalog;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.time.Duration;

/** Portage itself, under the same conditions. */
final class PortagePeer implements Peer, FlowModule {
  /** What a task puts out: the same text as the steps of the others, once it is JSON. */
  record Output(int step, String state) {}

  private final Flow flow;

  PortagePeer() {
    Flow.Builder builder = Flow.linear("steps");
    for (int step = 0; step < STEPS; step++) {
      Output output = new Output(step, "done");
      builder.add(
          Task.named("step-" + step)
              .provides(Slot.of("out-" + step, Output.class))
              .execute(in -> output));
    }
    this.flow = builder.build();
  }

  @Override
  public String name() {
    return "Portage";
  }

  @Override
  public String setup() {
    return "defaults: Portage.open(url, module)";
  }

  @Override
  public FlowCatalog catalog() {
    return FlowCatalog.of("steps", inputs -> flow);
  }

  @Override
  public Session open(Server.Database database, Keeping keeping) {
    Portage portage = Portage.open(database.url() + "&portage.tables=create", this);
    return new Session() {
      @Override
      public Pace run(Duration window) throws Exception {
        return Callers.run(window, () -> portage.submit("steps", in -> {}).await().orThrow());
      }

      @Override
      public void close() {
        portage.close();
      }
    };
  }
}

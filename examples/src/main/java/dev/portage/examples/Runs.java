package dev.portage.examples;

import dev.portage.engine.AtomProgress;
import dev.portage.engine.AtomTransition;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FailurePolicy;
import dev.portage.engine.FlowFailedException;
import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowListener;
import dev.portage.engine.FlowResult;
import dev.portage.engine.FlowStepper;
import dev.portage.engine.LoggingListener;
import dev.portage.engine.ResumeOptions;
import dev.portage.engine.ResumeReport;
import dev.portage.engine.RunStatistics;
import dev.portage.model.Flow;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.FlowId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be done with runs; the guide's examples. */
final class Runs {
  private static final Slot<List<String>> ROWS = Slot.listOf("rows", String.class);

  private Runs() {}

  // guide:begin target
  static Flow upTo(String part) {
    return Flow.graph("report")
        .add(Task.named("load").provides(ROWS).execute(in -> List.of("row")))
        .add(Task.named("count").requires(ROWS).run(in -> {}))
        .add(Task.named("mail").requires(ROWS).run(in -> {}))
        .target(part) // upTo("count") has load and count
        .build();
  }

  // guide:end

  // guide:begin submit
  static FlowHandle pay(Engine engine, String order) {
    FlowId id = FlowId.of("pay-" + order);
    return engine.submit("checkout", id, in -> in.put(Checkout.ORDER, order));
  }

  // guide:end

  // guide:begin await
  static String answer(FlowHandle handle) throws InterruptedException {
    Optional<FlowResult> result = handle.await(Duration.ofSeconds(5));
    if (result.isEmpty()) {
      return "still at it: " + handle.id();
    }
    return "paid: " + result.get().orThrow().get(Checkout.PAYMENT).id();
  }

  // guide:end

  // guide:begin suspend
  static FlowResult pauseAndGoOn(Engine engine, FlowHandle handle) throws InterruptedException {
    handle.suspend();
    FlowResult paused = handle.await(); // SUSPENDED, or at its end if nothing was left
    return engine.resume(paused.id()).await();
  }

  // guide:end

  // guide:begin recover
  static void takeOver(Engine engine) throws InterruptedException {
    ResumeReport report = engine.resumeAll(ResumeOptions.defaults().withAtOnce(50));
    report.refused().forEach((id, why) -> System.err.println(why.getMessage()));
    System.out.println(report.resumed().size() + " flows go on");
  }

  // guide:end

  // guide:begin revert
  static void undo(Engine engine, FlowId id) throws InterruptedException {
    FlowHandle handle = engine.revert(id); // decided for good; the undoing goes on
    System.out.println(handle.await().story());
  }

  // guide:end

  // guide:begin cancel
  static FlowResult giveUp(Engine engine, FlowId id) throws InterruptedException {
    return engine.cancel(id).await();
  }

  // guide:end

  // guide:begin restart
  static FlowResult again(Engine engine, FlowId id) throws InterruptedException {
    return engine.restart(id).await();
  }

  // guide:end

  // guide:begin step
  static List<String> crashAfterReserve(Engine engine, FlowId id) throws InterruptedException {
    engine.enqueue("checkout", id, in -> in.put(Checkout.ORDER, "order-1"));
    try (FlowStepper stepper = engine.stepwise(id)) {
      AtomTransition reserved = stepper.step().orElseThrow();
      return List.of(reserved.atom().toString(), reserved.to().name());
    } // what is stored now is what a crash would have left
  }

  // guide:end

  // guide:begin options
  static EngineOptions careful() {
    return EngineOptions.defaults()
        .withParallelism(4)
        .withWorkers(32)
        .withLeaseDuration(Duration.ofSeconds(15))
        .withClosePatience(Duration.ofMinutes(1))
        .withRetention(Duration.ofDays(30))
        .withFailurePolicy(FailurePolicy.DEFER_REVERTS);
  }

  // guide:end

  // guide:begin listener
  static final class Bell implements FlowListener {
    @Override
    public void onAtom(AtomTransition transition) {
      if (transition.failure() != null) {
        System.out.println(transition.atom() + " has failed in " + transition.flow().id());
      }
    }

    @Override
    public void onProgress(AtomProgress progress) {
      System.out.println(progress.atom() + ": " + Math.round(100 * progress.fraction()) + " %");
    }
  }

  // guide:end

  // guide:begin statistics
  static EngineOptions watched(RunStatistics statistics) {
    return EngineOptions.defaults()
        .withListener(statistics)
        .withListener(new LoggingListener())
        .withListener(new Bell());
  }

  static void print(RunStatistics statistics) {
    statistics.flows().forEach((flow, counts) -> System.out.println(flow + " " + counts));
    statistics
        .tasks()
        .forEach((task, count) -> System.out.println(task + " takes " + count.mean()));
  }

  // guide:end

  // guide:begin story
  static void explain(FlowHandle handle) throws InterruptedException {
    try {
      System.out.println(handle.await().orThrow().id() + " is done");
    } catch (FlowFailedException e) {
      System.out.println(handle.await().story());
    }
  }
  // guide:end
}

package dev.portage.cli.demo;

import dev.portage.FlowModule;
import dev.portage.Portage;
import dev.portage.cli.demo.outside.Order;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowResult;
import dev.portage.engine.ResumeOptions;
import dev.portage.engine.ResumeReport;
import dev.portage.model.FlowException;
import dev.portage.model.FlowState;
import dev.portage.model.Slot;
import dev.portage.store.FlowId;
import dev.portage.store.Json;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import tools.jackson.databind.node.ObjectNode;

/**
 * One deployment of the shop: a process that runs whichever release is on its class path. What it
 * has to tell goes to stdout, a JSON object on each line.
 */
public final class Worker {
  static final Duration LEASE = Duration.ofMillis(1500);
  private static final int AT_ONCE = 12;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Slot<Order> ORDER = Slot.of("order", Order.class);
  private static final List<String> ITEMS = List.of("kettle", "lamp", "chair", "atlas", "kite");

  private final Portage portage;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Worker(Portage portage) {
    this.portage = portage;
  }

  /** Works on a store: {@code URL orders N} takes new orders first, {@code URL} only resumes. */
  public static void main(String[] args) throws InterruptedException {
    FlowModule module = ServiceLoader.load(FlowModule.class).findFirst().orElseThrow();
    EngineOptions options = EngineOptions.defaults().withLeaseDuration(LEASE);
    try (Portage portage = Portage.open(args[0], module, options)) {
      Worker worker = new Worker(portage);
      if (args.length > 2) {
        worker.take(Integer.parseInt(args[2]));
      }
      worker.resume();
    }
  }

  /** The id of the flow, and the number of the order, that is the n-th. */
  static String order(int n) {
    return String.format(Locale.ROOT, "order-%03d", n);
  }

  private void take(int orders) {
    for (int n = 1; n <= orders; n++) {
      BigDecimal total = BigDecimal.valueOf(990 + 137L * n, 2);
      Order order = new Order(order(n), ITEMS.get(n % ITEMS.size()), total);
      portage.engine().enqueue("checkout", FlowId.of(order.number()), in -> in.put(ORDER, order));
    }
    out.println(Json.mapper().createObjectNode().put("submitted", orders));
  }

  private void resume() throws InterruptedException {
    ResumeReport report = portage.resumeAll(ResumeOptions.defaults().withAtOnce(AT_ONCE));
    Optional<List<FlowResult>> results = report.awaitAll(PATIENCE);
    ObjectNode said = Json.mapper().createObjectNode();
    said.put("resumed", report.resumed().size())
        .put("refused", report.refused().size())
        .put("busy", report.busy().size())
        .put("unreadable", report.unreadable().size())
        .put("succeeded", results.map(Worker::succeeded).orElse(0L));
    report.refused().values().stream()
        .findFirst()
        .map(FlowException::getMessage)
        .ifPresent(why -> said.put("why", why));
    out.println(said);
  }

  private static long succeeded(List<FlowResult> results) {
    return results.stream().filter(result -> result.state() == FlowState.SUCCESS).count();
  }
}

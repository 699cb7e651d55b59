package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowHandle;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import dev.portage.store.Output;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run holds: several flows on SQLite stand still in their middle, and the heap after a full
 * collection is compared with the heap before they were resumed.
 */
final class RunMemory implements Benchmark {
  private static final int FLOWS = 6;
  private static final int PER_STORED_BYTE = 3;
  private static final int PER_ATOM = 2_048;
  private static final int COLLECTIONS = 4;

  @Override
  public List<Figure> run(Size size) throws Exception {
    try (HalfDone stored = HalfDone.create(size.tasks(), FLOWS + 1);
        Engine engine = stored.engine(EngineOptions.defaults())) {
      FlowHandle first = resume(stored, engine, FLOWS); // whatever is made once for all flows
      long before = heapAfterCollection();
      List<FlowHandle> held = new ArrayList<>();
      for (int i = 0; i < FLOWS; i++) {
        held.add(resume(stored, engine, i));
      }
      long each = Math.max(0, heapAfterCollection() - before) / FLOWS;
      held.add(first);
      stored.suspend(held);
      return List.of(
          figure(size, each, bytesOf(stored.store().load(HalfDone.id(0)).orElseThrow())));
    }
  }

  private static Figure figure(Size size, long each, long bytes) {
    long allowed = PER_STORED_BYTE * bytes + (long) PER_ATOM * size.tasks();
    return Figure.of(
        "memory of a run of " + size.tasks() + " tasks, half done, with one slot each",
        new Amount("held by a run", each / 1e6, "MB", 0),
        new Amount("3 x " + bytes + " stored bytes + 2 KB per atom", allowed / 1e6, "MB", 0),
        Bar.atMost(1));
  }

  private static FlowHandle resume(HalfDone stored, Engine engine, int number) {
    FlowHandle handle = engine.resume(HalfDone.id(number));
    stored.awaitStandstill();
    return handle;
  }

  private static long heapAfterCollection() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /**
   * Names, versions, keys and values, without what the database adds, and the text of the shape.
   */
  private static long bytesOf(FlowRecord stored) {
    long bytes = bytesOf(stored.shape().text()) + stored.header().inputs().size();
    for (AtomRecord row : stored.touched().values()) {
      Output output = row.execution().output();
      bytes +=
          bytesOf(row.name().template())
              + bytesOf(row.execution().version())
              + bytesOf(row.execution().idempotencyKey())
              + (output == null ? 0 : output.value().size());
    }
    return bytes;
  }

  private static long bytesOf(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}

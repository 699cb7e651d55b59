package dev.portage.engine;

import dev.portage.model.FlowException;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of each flow that was to be resumed.
 *
 * @param resumed those that this engine drives or has driven, in the order of their ids
 * @param refused those that stay as they are, and why
 * @param busy those that another engine drives
 * @param unreadable those whose record cannot be read
 * @param left those that were not fetched, by shape: newer code wrote them, this process is pinned,
 *     or this engine has refused every flow of that shape before
 */
public record ResumeReport(
    List<FlowHandle> resumed,
    Map<FlowId, FlowException> refused,
    List<FlowId> busy,
    List<CorruptRecordException> unreadable,
    List<Admission.Left> left) {
  /** Copies the lists and the map. */
  public ResumeReport {
    resumed = List.copyOf(resumed);
    refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    busy = List.copyOf(busy);
    unreadable = List.copyOf(unreadable);
    left = List.copyOf(left);
  }

  /**
   * Waits until every resumed flow has ended.
   *
   * @return the results, in the order of {@link #resumed}; empty if one has not ended by then
   */
  public Optional<List<FlowResult>> awaitAll(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    List<FlowResult> results = new ArrayList<>();
    for (FlowHandle handle : resumed) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Optional<FlowResult> result = handle.await(left);
      if (result.isEmpty()) {
        return Optional.empty();
      }
      results.add(result.get());
    }
    return Optional.of(results);
  }
}

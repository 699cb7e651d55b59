package dev.portage.fleet;

import dev.portage.store.FlowId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flows that somebody drove when their turn came, to be tried again. Only the first {@value #MOST}
 * are kept; others stay busy in this run. Used by one thread.
 */
final class BusyFlows {
  private static final int MOST = 10_000;

  private final Map<FlowId, Share> flows = new LinkedHashMap<>();

  void add(FlowId id, Share share) {
    if (flows.size() < MOST) {
      flows.put(id, share);
    }
  }

  void remove(FlowId id) {
    flows.remove(id);
  }

  boolean isEmpty() {
    return flows.isEmpty();
  }

  /** As they came. */
  List<FlowId> ids() {
    return new ArrayList<>(flows.keySet());
  }

  /** Whose it is; null if it is not busy any more. */
  @Nullable Share share(FlowId id) {
    return flows.get(id);
  }
}

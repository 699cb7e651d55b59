package dev.portage.jdbc;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the flows are that this store has written last, so that the next write of one need not read
 * it first. Each statement that relies on it says which revision and token it expects, and whoever
 * else changes a flow changes one of them; so what is known here may be out of date, and never does
 * harm. For the writer's thread only.
 */
final class KnownHeaders {
  private static final int MOST = 10_000;

  /** In bytes: what is larger is not kept. */
  private static final int LARGEST = 4096;

  private final Map<FlowId, FlowHeader> known = new LinkedHashMap<>();

  @Nullable FlowHeader of(FlowId flow) {
    return known.get(flow);
  }

  /** Keeps what was committed. */
  void put(FlowHeader header) {
    known.remove(header.id()); // so that it becomes the youngest
    boolean isSmall = header.inputs().size() + header.meta().size() <= LARGEST;
    if (!isSmall || header.state().isFinished()) {
      return;
    }
    known.put(header.id(), header);
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
  }

  void forget(@Nullable FlowId flow) {
    known.remove(flow);
  }
}

package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.model.Problem;
import dev.portage.shape.Shape;
import dev.portage.shape.Wiring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shape that each variant of a flow had when it was last built, so that its text, hashes and
 * wiring are not made again for every flow that is resumed. A factory whose flows differ under one
 * variant is no danger: what is kept is used only if it is the flow's own shape. Thread-safe.
 */
final class KnownShapes {
  private static final int MOST = 100;

  /**
   * A flow, its shape, where its atoms get their slots from, and what is wrong with any of these.
   */
  record Wired(Flow flow, Shape shape, Wiring wiring, List<Problem> problems) {
    static Wired of(Flow flow, Shape shape, Wiring wiring) {
      return new Wired(flow, shape, wiring, FlowChecks.of(flow, shape, wiring));
    }
  }

  private record Key(String flow, String variant) {}

  private final Map<Key, Wired> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Wired> eldest) {
          return size() > MOST;
        }
      };

  /** The shape of a flow that was built for that variant. */
  Wired of(String flow, String variant, Flow built) {
    Key key = new Key(flow, variant);
    Wired last = get(key);
    if (last != null && last.flow() == built) {
      return last; // a factory that gives the same flow again
    }
    if (last == null) {
      Shape shape = Shape.of(built);
      return put(key, Wired.of(built, shape, Wiring.of(shape)));
    }
    Shape shape = last.shape().orOf(built);
    Wiring wiring = shape.equals(last.shape()) ? last.wiring() : Wiring.of(shape);
    return put(key, Wired.of(built, shape, wiring));
  }

  private synchronized @Nullable Wired get(Key key) {
    return latest.get(key);
  }

  private synchronized Wired put(Key key, Wired wired) {
    latest.put(key, wired);
    return wired;
  }
}

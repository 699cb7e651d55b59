package dev.portage.taskflow;

import dev.portage.shape.Shape;
import dev.portage.shape.ShapeGroup;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shapes that were made last, for text and hashes of one cost. Thread-safe. */
final class KnownShapes {
  private static final int MOST = 500;

  private final Map<ShapeGroup, Shape> known = new LinkedHashMap<>();

  synchronized Shape of(ShapeGroup root) {
    Shape shape = known.get(root);
    if (shape == null) {
      if (known.size() >= MOST) {
        known.clear();
      }
      shape = Shape.of(root);
      known.put(root, shape);
    }
    return shape;
  }
}

package dev.portage.store;

import dev.portage.shape.Fingerprint;
import dev.portage.shape.Shape;

/**
 * Which shape a stored flow has, and which steps it has been through.
 *
 * @param fingerprint over names and versions
 * @param digest over the whole text of the shape; the key under which that is stored
 * @param stamp the steps
 */
public record ShapeRef(Fingerprint fingerprint, String digest, Stamp stamp) {
  /** A reference to this shape. */
  public static ShapeRef of(Shape shape, Stamp stamp) {
    return new ShapeRef(shape.fingerprint(), shape.digest(), stamp);
  }

  /** A reference to the same shape with that stamp; this one if it has it. */
  ShapeRef stamped(Stamp other) {
    return other.equals(stamp) ? this : new ShapeRef(fingerprint, digest, other);
  }
}

package dev.portage.shape;

import dev.portage.model.Flow;
import org.jspecify.annotations.Nullable;

/**
 * An explicit order between two parts of one graph flow.
 *
 * @param from the name of the part that runs first
 * @param to the name of the part that runs later
 * @param decider what decides whether it runs at all; null where nothing does
 */
public record ShapeLink(String from, String to, @Nullable ShapeDecider decider) {
  static ShapeLink of(Flow.Link link) {
    return new ShapeLink(
        link.from(), link.to(), link.decider() == null ? null : ShapeDecider.of(link.decider()));
  }

  /** A link without a decider. */
  public static ShapeLink of(String from, String to) {
    return new ShapeLink(from, to, null);
  }

  /** The two ends, such as {@code a -> b}. */
  @Override
  public String toString() {
    return from + " -> " + to;
  }
}

package dev.portage.shape;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decider that the atoms ask with which the part at the end of its link begins.
 *
 * @param place where its link is
 * @param source the node of the atom that the link comes from; {@link #NO_ATOM} for a subflow
 * @param decider what it reads, and what it leaves out
 * @param providers for each slot that it reads from an atom, that atom
 */
public record Guard(Place place, int source, ShapeDecider decider, Map<String, String> providers) {
  /** What stands for a link that comes from a subflow. */
  public static final int NO_ATOM = -1;

  /**
   * Where a link is.
   *
   * @param graph the names of the flows around it, outermost first, each after a line break
   * @param from the part that it comes from
   * @param to the part that it leads to
   */
  public record Place(String graph, String from, String to) {
    /** The ends of the link, such as {@code a -> b}. */
    @Override
    public String toString() {
      return from + " -> " + to;
    }
  }

  /** Copies the map. */
  public Guard {
    providers = Map.copyOf(providers);
  }

  /** The atom that it takes a slot from; null if that is an input of the flow. */
  public @Nullable String provider(String slot) {
    return providers.get(slot);
  }

  /** What it is called in messages, such as {@code the decider of link a -> b}. */
  @Override
  public String toString() {
    return "the decider of link " + place;
  }
}

package dev.portage.shape;

import dev.portage.model.AtomKind;
import dev.portage.model.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * A flow or subflow in a shape.
 *
 * @param name a label; it is in the structure digest, not in the names of atoms
 * @param pattern how the children relate
 * @param children in declared order
 * @param links explicit links between children, in declared order
 */
public record ShapeGroup(
    String name, Pattern pattern, List<ShapeNode> children, List<ShapeLink> links)
    implements ShapeNode {
  /** Copies the lists. */
  public ShapeGroup {
    children = List.copyOf(children);
    links = List.copyOf(links);
  }

  /** What decides whether the flow is tried again; at most one in a flow that code declares. */
  List<ShapeAtom> retries() {
    List<ShapeAtom> retries = new ArrayList<>();
    for (ShapeNode child : children) {
      if (isRetry(child) && child instanceof ShapeAtom atom) {
        retries.add(atom);
      }
    }
    return retries;
  }

  /** The children without {@link #retries}, in declared order. */
  List<ShapeNode> parts() {
    return children.stream().filter(child -> !isRetry(child)).toList();
  }

  /** Where the pattern is not known, neither is what a retry stands before. */
  private boolean isRetry(ShapeNode child) {
    return pattern != Pattern.UNKNOWN
        && child instanceof ShapeAtom atom
        && atom.kind() == AtomKind.RETRY;
  }
}

package dev.portage.shape;

import dev.portage.model.Flow.Link;
import dev.portage.model.Pattern;
import java.util.List;

/**
 * A flow or subflow in a shape.
 *
 * @param name a label; it is in the structure digest, not in the names of atoms
 * @param pattern how the children relate
 * @param children in declared order
 * @param links explicit links between children, in declared order
 */
public record ShapeGroup(String name, Pattern pattern, List<ShapeNode> children, List<Link> links)
    implements ShapeNode {
  /** Copies the lists. */
  public ShapeGroup {
    children = List.copyOf(children);
    links = List.copyOf(links);
  }
}

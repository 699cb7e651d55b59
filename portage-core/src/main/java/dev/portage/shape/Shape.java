package dev.portage.shape;

import dev.portage.model.Flow;
import dev.portage.model.Part;
import dev.portage.model.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flow with the code taken out: its atoms with names, versions and slots, and how they relate.
 * Stored once for each distinct one, as text that people can read; old code is never needed to
 * understand an old flow. Immutable; two shapes are equal if their texts are.
 */
public final class Shape {
  private final ShapeGroup root;
  private final List<ShapeAtom> inOrder;
  private final List<ShapeAtom> fanOuts;
  private final AtomSet atoms;
  private final Fingerprint fingerprint;
  private final String text;
  private final String digest;

  private Shape(ShapeGroup root) {
    this.root = root;
    List<ShapeAtom> found = new ArrayList<>();
    collect(root, found);
    this.inOrder = List.copyOf(found);
    this.fanOuts = inOrder.stream().filter(ShapeAtom::isFanOut).toList();
    this.atoms = AtomSet.of(inOrder);
    this.fingerprint = atoms.fingerprint();
    this.text = ShapeText.write(root);
    this.digest = Fingerprint.digest(text);
  }

  /** The shape of a declared flow. Does not check it; see {@link Wiring}. */
  public static Shape of(Flow flow) {
    return new Shape(group(flow));
  }

  /**
   * This shape if it is the flow's, which costs a comparison; else the flow's own, whose text and
   * hashes are made anew.
   */
  public Shape orOf(Flow flow) {
    ShapeGroup declared = group(flow);
    return declared.equals(root) ? this : new Shape(declared);
  }

  /** The shape with that root. */
  public static Shape of(ShapeGroup root) {
    return new Shape(root);
  }

  /**
   * Reads the canonical text.
   *
   * @throws ShapeText.FormatException with the number of the line that cannot be read
   */
  public static Shape parse(String text) {
    return new Shape(ShapeText.parse(text));
  }

  private static ShapeGroup group(Flow flow) {
    List<ShapeNode> children = new ArrayList<>();
    if (flow.retry() != null) {
      children.add(ShapeAtom.of(flow.retry()));
    }
    for (Part part : flow.parts()) {
      if (part instanceof Task task) {
        children.add(ShapeAtom.of(task));
      } else if (part instanceof Flow subflow) {
        children.add(group(subflow));
      }
    }
    return new ShapeGroup(
        flow.name(), flow.pattern(), children, flow.links().stream().map(ShapeLink::of).toList());
  }

  private static void collect(ShapeGroup group, List<ShapeAtom> found) {
    for (ShapeNode child : group.children()) {
      if (child instanceof ShapeAtom atom) {
        found.add(atom);
      } else if (child instanceof ShapeGroup subgroup) {
        collect(subgroup, found);
      }
    }
  }

  /** The tree. */
  public ShapeGroup root() {
    return root;
  }

  /** Every atom in declared order, subflows included; duplicates too, if the flow has any. */
  public List<ShapeAtom> inOrder() {
    return inOrder;
  }

  /** Those that stand for many, in declared order. */
  public List<ShapeAtom> fanOuts() {
    return fanOuts;
  }

  /** The atoms by name. */
  public AtomSet atoms() {
    return atoms;
  }

  /** The hash over names and versions. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** The hash over the whole text: slots, order and links count as well. */
  public String digest() {
    return digest;
  }

  /** The canonical text. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape shape && shape.digest.equals(digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /** Root name, short fingerprint and atoms. */
  @Override
  public String toString() {
    return root.name() + " " + fingerprint + " " + atoms;
  }
}

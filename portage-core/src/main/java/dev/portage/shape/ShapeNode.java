package dev.portage.shape;

/** A place in the tree of a shape. */
public sealed interface ShapeNode permits ShapeAtom, ShapeGroup {
  /** The name of the atom or subflow. */
  String name();
}

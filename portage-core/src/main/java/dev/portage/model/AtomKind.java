package dev.portage.model;

/** What an atom is. */
public enum AtomKind {
  /** A unit of work. */
  TASK,
  /** The retry controller of a subflow. */
  RETRY
}

package dev.portage.model;

/** How the parts of a flow relate. */
public enum Pattern {
  /** One after the other, in the order in which they were added. */
  LINEAR,
  /** In any order, also at once; no part sees what another provides. */
  UNORDERED,
  /** By the slots they provide and require, and by explicit links. */
  GRAPH,
  /** Not known: the database that the flow was read from does not say. Never declared. */
  UNKNOWN
}

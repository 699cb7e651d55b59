package dev.portage.model;

/** What a flow is made of: tasks and other flows. */
public sealed interface Part permits Task, Flow {
  /** The name; for a task it is unique in the whole flow, subflows included. */
  String name();
}
